<?php

declare(strict_types=1);

namespace Vtql;

/** The command could not do what it was asked for. */
final class Failure extends \RuntimeException
{
    /** @param string $kind the code for programs: `AUTH`, `CONNECT`, `NOT_FOUND`, or that of a finding */
    public function __construct(public readonly string $kind, string $message)
    {
        parent::__construct($message);
    }

    /** What the command says on standard error: `error[CODE]: message`, or findings. */
    public static function read(string $text): self
    {
        if (preg_match('/error\[(\w+)\]: (.+)/', $text, $match) === 1) {
            preg_match_all('/^\s*= help: (.+)/m', $text, $help);
            return new self($match[1], implode("\n", array_map(trim(...), [$match[2], ...$help[1]])));
        }
        if (preg_match('/error: (.+?) \[(\w+)\]/', $text, $match) === 1) {
            return new self($match[2], trim($match[1]));
        }
        return new self('FAILED', trim($text) === '' ? 'the command failed and said nothing' : trim($text));
    }
}
