<?php

declare(strict_types=1);

namespace Vtql;

/**
 * A query with its values, which never become a part of its text. It is checked before it is sent, and all of its rows come, page after page.
 *
 *     $leads = (new Query('select id, company from Leads where leadsource in {sources}'))
 *         ->with('sources', ['Cold Call', 'Web Site']);
 *     foreach ($leads->rows() as $lead) { echo $lead->id, ' ', $lead->text('company'), "\n"; }
 */
final class Query
{
    /** @var list<array{string, string}> */
    private array $values = [];

    /** @param list<string> $connection more arguments of `vtql query`, as `['--profile', 'work']` */
    public function __construct(
        public readonly string $text,
        private array $connection = [],
        private ?Command $command = null,
    ) {
        $this->command ??= new Command();
    }

    /** The same with a value for `{name}`, or a list of values for `in {name}`. */
    public function with(string $name, string|int|float|bool|\DateTimeInterface|array $value): self
    {
        $query = clone $this;
        foreach (is_array($value) ? $value : [$value] as $one) {
            $query->values[] = [$name, self::asText($one)];
        }
        if ($value === []) {
            throw new Failure('EMPTY_LIST', "no row can match an empty list: do not run the query with `$name` = []");
        }
        return $query;
    }

    /**
     * The rows as they come.
     *
     * @return \Generator<int, Row>
     */
    public function rows(): \Generator
    {
        $arguments = ['query', '--format', 'jsonl', '--quiet', '--file', '-', ...$this->connection];
        foreach ($this->values as [$name, $value]) {
            $arguments[] = '--param';
            $arguments[] = "$name=$value";
        }
        foreach ($this->command->lines($arguments, $this->text) as $number => $row) {
            yield $number => new Row($row);
        }
    }

    /** @return list<Row> all rows */
    public function all(): array
    {
        return iterator_to_array($this->rows(), false);
    }

    private static function asText(mixed $value): string
    {
        return match (true) {
            is_string($value) => $value,
            is_bool($value) => $value ? '1' : '0',
            is_int($value) => (string) $value,
            is_float($value) => rtrim(rtrim(sprintf('%.10F', $value), '0'), '.'),
            // As the server keeps it.
            $value instanceof \DateTimeInterface => \DateTimeImmutable::createFromInterface($value)
                ->setTimezone(new \DateTimeZone('UTC'))
                ->format('Y-m-d H:i:s'),
            default => throw new Failure('VALUE', 'a value is a text, a number, a time or true or false'),
        };
    }
}
