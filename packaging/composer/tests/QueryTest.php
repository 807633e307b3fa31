<?php

declare(strict_types=1);

namespace Vtql\Tests;

use PHPUnit\Framework\TestCase;
use Vtql\Failure;
use Vtql\Query;

/** On the sandbox that VTIGER_URL names. */
final class QueryTest extends TestCase
{
    public function testAllRowsComeEachOnce(): void
    {
        $ids = [];
        foreach ((new Query('select id from Contacts'))->rows() as $row) {
            $ids[] = $row->id;
        }
        self::assertCount(2500, array_unique($ids));
        self::assertCount(2500, $ids);
    }

    public function testValuesNeverBecomeText(): void
    {
        $query = (new Query('select id from Contacts where lastname = {name}'))->with('name', "x' or id > '0");
        self::assertSame([], $query->all());
        $sources = ['Cold Call', "O'Brien"];
        $leads = (new Query('select id, leadsource from Leads where leadsource in {sources} limit 5'))->with('sources', $sources)->all();
        foreach ($leads as $lead) {
            self::assertSame('Cold Call', $lead->text('leadsource'));
        }
    }

    public function testValuesAreTyped(): void
    {
        $since = new \DateTimeImmutable('2001-01-01 12:00:00', new \DateTimeZone('Europe/Berlin'));
        [$lead] = (new Query('select id, createdtime from Leads where createdtime > {since} limit 1'))->with('since', $since)->all();
        self::assertGreaterThan($since, $lead->time('createdtime'));
        $this->expectException(\OutOfBoundsException::class);
        $lead->text('lastname');
    }

    public function testAWrongQueryIsNotSent(): void
    {
        try {
            (new Query('select id frm Contacts'))->all();
            self::fail('it was sent');
        } catch (Failure $failure) {
            self::assertSame('V001', $failure->kind);
        }
    }

    public function testAnEmptyListIsTold(): void
    {
        $this->expectException(Failure::class);
        (new Query('select id from Leads where leadsource in {sources}'))->with('sources', []);
    }

    public function testOneMayStopEarly(): void
    {
        foreach ((new Query('select id from Contacts'))->rows() as $row) {
            self::assertNotNull($row->id);
            break;
        }
    }

    public function testAFailureKeepsTheHelp(): void
    {
        $failure = Failure::read("error[CONFIG]: no address\n  = help: set VTIGER_URL\n  = help: or try `vtql sandbox`\n");
        $this->assertSame('CONFIG', $failure->kind);
        $this->assertSame("no address\nset VTIGER_URL\nor try `vtql sandbox`", $failure->getMessage());
    }
}
