<?php

declare(strict_types=1);

namespace Vtql\Tests;

use PHPUnit\Framework\TestCase;
use Vtql\Command;
use Vtql\Failure;
use Vtql\Linter;

final class LinterTest extends TestCase
{
    public function testFindsWhatIsWrong(): void
    {
        $table = [
            ['select id from Contacts limit 5', []],
            ['select id frm Contacts', ['V001']],
            ['select lastnme from Contacts limit 5', ['V102']],
            ["select id from Contacts limit 5;\nselect id from Contact limit 5;", ['V101']],
            ['', []],
        ];
        foreach ($table as [$text, $codes]) {
            $findings = (new Linter(getenv('VTQL_TEST_SNAPSHOT') ?: null))->check($text);
            $errors = array_values(array_filter($findings, fn ($it) => $it->isError()));
            self::assertSame($codes, array_map(fn ($it) => $it->code, $errors), $text);
        }
    }

    public function testTellsThePlace(): void
    {
        [$finding] = (new Linter())->check("select id\nfrm Contacts");
        self::assertSame([2, 1, 10, 13, null], [$finding->line, $finding->column, $finding->start, $finding->end, $finding->file]);
        self::assertStringStartsWith('2:1 error[V001]: ', (string) $finding);
    }

    public function testReadsPrograms(): void
    {
        $file = tempnam(sys_get_temp_dir(), 'vtql') . '.php';
        file_put_contents($file, '<?php $client->doQuery("select id from Leads orderby lastname");');
        $findings = (new Linter())->checkFiles($file);
        unlink($file);
        self::assertNotEmpty($findings);
        self::assertStringEndsWith('.php', (string) $findings[0]->file);
    }

    public function testSaysWhatCouldNotBeDone(): void
    {
        try {
            (new Linter('/no/such/snapshot.json'))->check('select id from Contacts');
            self::fail('it was checked');
        } catch (Failure $failure) {
            self::assertSame('SNAPSHOT', $failure->kind);
        }
    }

    public function testACommandThatIsNotThere(): void
    {
        $this->expectException(Failure::class);
        @(new Linter(null, new Command('/no/such/vtql')))->check('select id from Contacts');
    }
}
