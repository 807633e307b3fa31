<?php

declare(strict_types=1);

namespace Vtql;

/** The `vtql` command: found, started, fed and read line by line. */
final class Command
{
    public readonly string $binary;

    /** @param ?string $binary the file to start; found where there is none, see {@see self::find()} */
    public function __construct(?string $binary = null)
    {
        $this->binary = $binary ?? self::find();
    }

    /**
     * What `VTQL_BINARY` names; else the first that there is in `vendor/bin`, `node_modules/.bin` and `.venv/bin` of this folder or one
     * above; else on the `PATH`.
     */
    public static function find(): string
    {
        $named = getenv('VTQL_BINARY');
        if (is_string($named) && $named !== '') {
            return $named;
        }
        $name = PHP_OS_FAMILY === 'Windows' ? 'vtql.exe' : 'vtql';
        $places = [];
        for ($folder = getcwd() ?: '.'; ; $folder = dirname($folder)) {
            foreach (['vendor/bin', 'node_modules/.bin', '.venv/bin', '.venv/Scripts'] as $below) {
                $places[] = "$folder/$below";
            }
            if (dirname($folder) === $folder) {
                break;
            }
        }
        foreach ([...$places, ...explode(PATH_SEPARATOR, getenv('PATH') ?: '')] as $folder) {
            if ($folder !== '' && is_executable("$folder/$name")) {
                return "$folder/$name";
            }
        }
        throw new Failure(
            'NOT_FOUND',
            'the vtql command is nowhere to be found: composer require vtql/linux-x64, pip install vtql, or set VTQL_BINARY',
        );
    }

    /**
     * Each line of the output, decoded, as it comes.
     *
     * @param list<string> $arguments
     * @param bool $mayFind whether an end with code 1 only says that something was found
     * @return \Generator<int, array<string, mixed>>
     */
    public function lines(array $arguments, string $input = '', bool $mayFind = false): \Generator
    {
        // What it says on standard error goes to a file, so that no pipe can fill up while another is read.
        $errors = tmpfile();
        $stdin = tmpfile();
        if ($errors === false || $stdin === false) {
            throw new Failure('WRITE', 'no temporary file can be made');
        }
        fwrite($stdin, $input);
        rewind($stdin);
        $process = proc_open([$this->binary, ...$arguments], [$stdin, ['pipe', 'w'], $errors], $pipes);
        if (!is_resource($process)) {
            throw new Failure('NOT_FOUND', "{$this->binary} cannot be started");
        }
        try {
            while (($line = fgets($pipes[1])) !== false) {
                $object = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
                if (!is_array($object)) {
                    throw new Failure('PROTOCOL', 'a line of the output is no object');
                }
                /** @var array<string, mixed> $object */
                yield $object;
            }
        } finally {
            fclose($pipes[1]);
            $code = proc_close($process);
        }
        if ($code !== 0 && !($mayFind && $code === 1)) {
            rewind($errors);
            throw Failure::read((string) stream_get_contents($errors));
        }
    }
}
