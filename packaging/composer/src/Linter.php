<?php

declare(strict_types=1);

namespace Vtql;

/** Finds what is wrong with queries, as `vtql check` does. */
final class Linter
{
    /**
     * @param ?string $snapshot the file that `vtql snapshot pull` made; the nearest upwards where there is none
     * @param ?Command $command the command, found where there is none
     */
    public function __construct(private ?string $snapshot = null, private ?Command $command = null)
    {
        $this->command ??= new Command();
    }

    /**
     * What is wrong with the text of one query or several.
     *
     * @return list<Finding>
     */
    public function check(string $query): array
    {
        $findings = $this->findings(['-'], $query);
        return array_map(fn (Finding $it): Finding => self::withoutFile($it), $findings);
    }

    /**
     * What is wrong in files and folders: `.vtql` files, and the queries in programs.
     *
     * @return list<Finding>
     */
    public function checkFiles(string ...$paths): array
    {
        return $this->findings(array_values($paths), '');
    }

    /**
     * @param list<string> $paths
     * @return list<Finding>
     */
    private function findings(array $paths, string $input): array
    {
        $arguments = ['check', '--format', 'jsonl', '--quiet'];
        if ($this->snapshot !== null) {
            array_push($arguments, '--snapshot', $this->snapshot);
        }
        $rows = $this->command->lines([...$arguments, '--', ...$paths], $input, true);
        return array_map(Finding::ofRow(...), iterator_to_array($rows, false));
    }

    private static function withoutFile(Finding $it): Finding
    {
        return new Finding(
            $it->code,
            $it->severity,
            $it->message,
            $it->line,
            $it->column,
            $it->start,
            $it->end,
            $it->help,
        );
    }
}
