<?php

declare(strict_types=1);

namespace Vtql;

/** A row: its fields as what they are. The server sends texts and null; unset fields are null here. */
final readonly class Row
{
    public ?string $id;

    /** @param array<string, mixed> $fields */
    public function __construct(public array $fields)
    {
        $this->id = isset($fields['id']) ? (string) $fields['id'] : null;
    }

    /** The field as it came; asking for one that was not selected is a mistake of the program. */
    public function text(string $field): ?string
    {
        if (!array_key_exists($field, $this->fields)) {
            throw new \OutOfBoundsException("the row has no field `$field`; it has " . implode(', ', array_keys($this->fields)));
        }
        $value = $this->fields[$field];
        return $value === null || $value === '' ? null : (string) $value;
    }

    public function integer(string $field): ?int
    {
        return $this->read($field, fn (string $text): int|false => filter_var($text, FILTER_VALIDATE_INT), 'a whole number');
    }

    public function decimal(string $field): ?float
    {
        return $this->read($field, fn (string $text): float|false => filter_var($text, FILTER_VALIDATE_FLOAT), 'a number');
    }

    public function boolean(string $field): ?bool
    {
        $read = fn (string $text): int|false => match ($text) {
            '1', 'true' => 1,
            '0', 'false' => 0,
            default => false,
        };
        $value = $this->read($field, $read, '0 or 1');
        return $value === null ? null : $value === 1;
    }

    /** A day, or a time in UTC. */
    public function time(string $field): ?\DateTimeImmutable
    {
        $read = function (string $text): \DateTimeImmutable|false {
            $zone = new \DateTimeZone('UTC');
            return \DateTimeImmutable::createFromFormat('!Y-m-d H:i:s', $text, $zone)
                ?: \DateTimeImmutable::createFromFormat('!Y-m-d', $text, $zone);
        };
        return $this->read($field, $read, 'a day or a time');
    }

    /** @param \Closure(string): mixed $read gives false for what it cannot read */
    private function read(string $field, \Closure $read, string $what): mixed
    {
        $text = $this->text($field);
        $value = $text === null ? null : $read($text);
        if ($value === false) {
            throw new \UnexpectedValueException("`$field` is not $what in the record " . ($this->id ?? '?'));
        }
        return $value;
    }
}
