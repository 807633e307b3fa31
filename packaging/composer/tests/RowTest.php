<?php

declare(strict_types=1);

namespace Vtql\Tests;

use PHPUnit\Framework\TestCase;
use Vtql\Row;

final class RowTest extends TestCase
{
    public function testFieldsAreWhatTheyAre(): void
    {
        $row = new Row(['id' => '12x1', 'n' => '42', 'd' => '1.50', 'yes' => '1', 'no' => '0', 'day' => '2026-02-03', 'at' => '2026-02-03 04:05:06', 'e' => '', 'null' => null]);
        self::assertSame(['12x1', 42, 1.5, true, false], [$row->id, $row->integer('n'), $row->decimal('d'), $row->boolean('yes'), $row->boolean('no')]);
        self::assertSame('2026-02-03 00:00:00', $row->time('day')?->format('Y-m-d H:i:s'));
        self::assertSame('2026-02-03 04:05:06', $row->time('at')?->format('Y-m-d H:i:s'));
        foreach (['text', 'integer', 'decimal', 'boolean', 'time'] as $as) {
            self::assertNull($row->$as('e'));
            self::assertNull($row->$as('null'));
        }
        $this->expectException(\UnexpectedValueException::class);
        $row->integer('d');
    }
}
