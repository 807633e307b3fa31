<?php

declare(strict_types=1);

namespace Vtql;

/** Something that is wrong with a query, at a place of the text. Lines and columns count from 1, offsets are bytes. */
final readonly class Finding implements \Stringable
{
    /** @param list<string> $help what to do about it */
    public function __construct(
        public string $code,
        public string $severity,
        public string $message,
        public int $line,
        public int $column,
        public int $start,
        public int $end,
        public array $help = [],
        public ?string $file = null,
    ) {
    }

    public function isError(): bool
    {
        return $this->severity === 'error';
    }

    public function __toString(): string
    {
        $file = $this->file === null ? '' : "$this->file:";
        $help = implode('', array_map(fn (string $help): string => "; $help", $this->help));
        return "$file$this->line:$this->column {$this->severity}[$this->code]: $this->message$help";
    }

    /** @param array<string, mixed> $row a line of `vtql check --format jsonl` */
    public static function ofRow(array $row): self
    {
        return new self(
            $row['code'],
            $row['severity'],
            $row['message'],
            $row['start']['line'],
            $row['start']['column'],
            $row['start']['offset'],
            $row['end']['offset'],
            $row['help'] ?? [],
            $row['file'] ?? null,
        );
    }
}
