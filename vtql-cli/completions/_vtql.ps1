
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'vtql' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'vtql'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'vtql' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('parse', 'parse', [CompletionResultType]::ParameterValue, 'Show what a query is: its tree, and the text that goes to the server')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Report everything that is wrong with queries')
            [CompletionResult]::new('fmt', 'fmt', [CompletionResultType]::ParameterValue, 'Lay queries out')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say what a code means')
            [CompletionResult]::new('snapshot', 'snapshot', [CompletionResultType]::ParameterValue, 'Keep what an instance has in a file, for checks without a connection')
            [CompletionResult]::new('codegen', 'codegen', [CompletionResultType]::ParameterValue, 'Write Rust functions for queries in files')
            [CompletionResult]::new('query', 'query', [CompletionResultType]::ParameterValue, 'Run a query and print all of its rows')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write modules, or the rows of a query, to files or a database')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Keep a mirror of modules fresh, in a database or a folder of Parquet')
            [CompletionResult]::new('repl', 'repl', [CompletionResultType]::ParameterValue, 'Type queries and see their rows, with completion')
            [CompletionResult]::new('sql', 'sql', [CompletionResultType]::ParameterValue, 'Run SQL over modules: joins, groups, any function (vtql-sql)')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve SQL over modules to programs that speak PostgreSQL (vtql-sql)')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Keep the connection to an instance under a name')
            [CompletionResult]::new('modules', 'modules', [CompletionResultType]::ParameterValue, 'List the modules of an instance')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'List the fields of a module: types, values, what can be ordered by')
            [CompletionResult]::new('record', 'record', [CompletionResultType]::ParameterValue, 'Show, make, change and delete records')
            [CompletionResult]::new('quota', 'quota', [CompletionResultType]::ParameterValue, 'Say how many requests are left')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Serve a Vtiger with demo data, or yours, on this machine')
            [CompletionResult]::new('console', 'console', [CompletionResultType]::ParameterValue, 'Serve a page to write queries, run them and look at their rows')
            [CompletionResult]::new('lsp', 'lsp', [CompletionResultType]::ParameterValue, 'Answer an editor: findings, completion and more while queries are written')
            [CompletionResult]::new('mcp', 'mcp', [CompletionResultType]::ParameterValue, 'Let agents look at a CRM: the Model Context Protocol, with bounds')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print what makes a shell complete the arguments of vtql')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'vtql;parse' {
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'The language of the text')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--jsonl', '--jsonl', [CompletionResultType]::ParameterName, 'Read JSON lines and answer with JSON lines')
            [CompletionResult]::new('--ast', '--ast', [CompletionResultType]::ParameterName, 'Print the tree of each query as JSON, not its wire text')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;check' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How findings are written')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How findings are written')
            [CompletionResult]::new('--stdin-filename', '--stdin-filename', [CompletionResultType]::ParameterName, 'What standard input is called in findings; the end of the name tells its language')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Leave out these files and folders as well: patterns as in .gitignore')
            [CompletionResult]::new('--include', '--include', [CompletionResultType]::ParameterName, 'Read these files and folders though they are left out otherwise')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Leave out the findings that this file lists')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'Keep in this file in which files nothing was found, by their contents, the settings and the snapshot')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'The language of all texts [default: surface; as sent (wire) in languages other than Rust]')
            [CompletionResult]::new('--embedded', '--embedded', [CompletionResultType]::ParameterName, 'Which strings in the sources of programs are checked [default: known]')
            [CompletionResult]::new('--semicolon', '--semicolon', [CompletionResultType]::ParameterName, 'Whether texts that go to the server as they are need the semicolon at their end [default: auto]')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Report findings of these rules as errors: codes (V301), names, groups (V3xx), or all')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Report findings of these rules as warnings')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Do not report findings of these rules')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--jsonl', '--jsonl', [CompletionResultType]::ParameterName, 'Read JSON lines and answer with JSON lines')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Apply the fixes after which a query reads as before; - goes to standard output')
            [CompletionResult]::new('--unsafe-fixes', '--unsafe-fixes', [CompletionResultType]::ParameterName, 'With --fix: apply those as well that change a query into what was probably meant')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Show what --fix would change as a patch, and change nothing; ends with 1 when there is a patch, or findings are left')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Check again whenever a file changes')
            [CompletionResult]::new('--explain-skips', '--explain-skips', [CompletionResultType]::ParameterName, 'Show the texts that look like queries and were left alone, and why')
            [CompletionResult]::new('--statistics', '--statistics', [CompletionResultType]::ParameterName, 'Show how many findings there are of each rule')
            [CompletionResult]::new('--write-baseline', '--write-baseline', [CompletionResultType]::ParameterName, 'Write the findings of now to the file of --baseline')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;fmt' {
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Wrap lines beyond this many characters [default: 100]')
            [CompletionResult]::new('--indent', '--indent', [CompletionResultType]::ParameterName, 'Spaces a step of indentation [default: 2]')
            [CompletionResult]::new('--keywords', '--keywords', [CompletionResultType]::ParameterName, 'How keywords are written [default: lower]')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'The language of the texts')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Change nothing: show what would change')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;explain' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;snapshot' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('pull', 'pull', [CompletionResultType]::ParameterValue, 'Ask an instance for its modules and fields, and write them to a file')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Say what changed between two snapshots, and which queries that breaks')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'vtql;snapshot;pull' {
            [CompletionResult]::new('--module', '--module', [CompletionResultType]::ParameterName, 'Only this module; can be repeated [default: all that the user may see]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to write; - is standard output [default: what vtql.toml or Cargo.toml names, else vtql.snapshot.json]')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'The file to write; - is standard output [default: what vtql.toml or Cargo.toml names, else vtql.snapshot.json]')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud''s plan allows')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give a request up that takes longer, in seconds')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow http to this host: the key travels unencrypted (loopback is always allowed)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Write nothing: show how the file differs from the instance')
            [CompletionResult]::new('--access-key-stdin', '--access-key-stdin', [CompletionResultType]::ParameterName, 'Read the access key from the first line of standard input')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;snapshot;diff' {
            [CompletionResult]::new('--queries', '--queries', [CompletionResultType]::ParameterName, 'Files and folders with queries that may break')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'The language of all queries [default: surface; as sent (wire) in languages other than Rust]')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud''s plan allows')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give a request up that takes longer, in seconds')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow http to this host: the key travels unencrypted (loopback is always allowed)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--against-server', '--against-server', [CompletionResultType]::ParameterName, 'Compare with the instance as it is')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write one JSON object: {"breaking","changes":[…],"broken":[…]}')
            [CompletionResult]::new('--access-key-stdin', '--access-key-stdin', [CompletionResultType]::ParameterName, 'Read the access key from the first line of standard input')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;snapshot;help' {
            [CompletionResult]::new('pull', 'pull', [CompletionResultType]::ParameterValue, 'Ask an instance for its modules and fields, and write them to a file')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Say what changed between two snapshots, and which queries that breaks')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'vtql;snapshot;help;pull' {
            break
        }
        'vtql;snapshot;help;diff' {
            break
        }
        'vtql;snapshot;help;help' {
            break
        }
        'vtql;codegen' {
            [CompletionResult]::new('--queries', '--queries', [CompletionResultType]::ParameterName, 'The folder of the .vtql files, or one such file')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'The file to write')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language')
            [CompletionResult]::new('--modules', '--modules', [CompletionResultType]::ParameterName, 'With a language other than Rust: the modules whose records have types; all modules without this')
            [CompletionResult]::new('--crate', '--crate', [CompletionResultType]::ParameterName, 'The name of vtql-client in the crate of the file')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]')
            [CompletionResult]::new('--deny', '--deny', [CompletionResultType]::ParameterName, 'Report findings of these rules as errors: codes (V301), names, groups (V3xx), or all')
            [CompletionResult]::new('--warn', '--warn', [CompletionResultType]::ParameterName, 'Report findings of these rules as warnings')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Do not report findings of these rules')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Write nothing: say whether the file is what would be written')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;query' {
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Read the query from this file')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The value of a parameter, as name=value; one that is repeated is the list of its values, for in')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'The value of a parameter, as name=value; one that is repeated is the list of its values, for in')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How rows are written [default: table, or what the name of --out says]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How rows are written [default: table, or what the name of --out says]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the rows to this file, which appears when all of them are there: .csv, .jsonl (also with .gz or .zst), .json, .parquet or .sqlite')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write the rows to this file, which appears when all of them are there: .csv, .jsonl (also with .gz or .zst), .json, .parquet or .sqlite')
            [CompletionResult]::new('--parallel', '--parallel', [CompletionResultType]::ParameterName, 'Fetch so many pages at a time, where the query has no order and no limit')
            [CompletionResult]::new('--page-size', '--page-size', [CompletionResultType]::ParameterName, 'Ask for so many rows a page')
            [CompletionResult]::new('--resume-after', '--resume-after', [CompletionResultType]::ParameterName, 'Go on behind the rows that came before a query stopped, as its error said; @FILE reads that from a file')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud''s plan allows')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give a request up that takes longer, in seconds')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow http to this host: the key travels unencrypted (loopback is always allowed)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Send nothing: show the plan and the texts of the first requests')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Show long tables without a pager (VTQL_PAGER, PAGER, less)')
            [CompletionResult]::new('--no-snapshot', '--no-snapshot', [CompletionResultType]::ParameterName, 'Send the query without checking names and values against a snapshot')
            [CompletionResult]::new('--access-key-stdin', '--access-key-stdin', [CompletionResultType]::ParameterName, 'Read the access key from the first line of standard input')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;export' {
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'The rows of this query')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The format; without this, what --out says: .sqlite, postgres://…')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The format; without this, what --out says: .sqlite, postgres://…')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'A folder, the file of an SQLite database, or postgres://USER@HOST/DATABASE without a password')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'A folder, the file of an SQLite database, or postgres://USER@HOST/DATABASE without a password')
            [CompletionResult]::new('--relations', '--relations', [CompletionResultType]::ParameterName, 'Write how the records are related, too, as a table of pairs: by their related lists (a request each), or by reference fields (a request a hundred records)')
            [CompletionResult]::new('--relation', '--relation', [CompletionResultType]::ParameterName, 'Of the related lists only those with this label; can be given several times')
            [CompletionResult]::new('--files', '--files', [CompletionResultType]::ParameterName, 'Write the files of documents and the pictures of records, too: to OUT/files, or to this folder')
            [CompletionResult]::new('--compress', '--compress', [CompletionResultType]::ParameterName, 'How files are compressed')
            [CompletionResult]::new('--misfits', '--misfits', [CompletionResultType]::ParameterName, 'What becomes of values that do not fit their type')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Fetch so many modules at once')
            [CompletionResult]::new('--page-size', '--page-size', [CompletionResultType]::ParameterName, 'Ask for so many rows a page')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud''s plan allows')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give a request up that takes longer, in seconds')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow http to this host: the key travels unencrypted (loopback is always allowed)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All modules that the user may see')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Ask for the number of rows first, a request a module, so that the time left can be told')
            [CompletionResult]::new('--resume', '--resume', [CompletionResultType]::ParameterName, 'Go on with an export that was ended')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON object with counts and files by module')
            [CompletionResult]::new('--csv-guard', '--csv-guard', [CompletionResultType]::ParameterName, 'CSV: an apostrophe before texts that a spreadsheet would take for a formula')
            [CompletionResult]::new('--csv-bom', '--csv-bom', [CompletionResultType]::ParameterName, 'CSV: a byte order mark, by which Excel knows UTF-8')
            [CompletionResult]::new('--access-key-stdin', '--access-key-stdin', [CompletionResultType]::ParameterName, 'Read the access key from the first line of standard input')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;sync' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The mirror: the file of an SQLite database, postgres://USER@HOST/DATABASE without a password, or a folder')
            [CompletionResult]::new('--mirror', '--mirror', [CompletionResultType]::ParameterName, 'The mirror: the file of an SQLite database, postgres://USER@HOST/DATABASE without a password, or a folder')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The format; without this, what --mirror says: .sqlite, postgres://…, else Parquet')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The format; without this, what --mirror says: .sqlite, postgres://…, else Parquet')
            [CompletionResult]::new('--sweep', '--sweep', [CompletionResultType]::ParameterName, 'When to compare all ids and times of change, for deletions that the server does not tell and changes that were committed late: auto, now, never, or a time like 12h')
            [CompletionResult]::new('--reread', '--reread', [CompletionResultType]::ParameterName, 'In which time to read all rows again, for changes that leave modifiedtime as it is: auto (30d), now, never, or a time like 7d')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Run again and again, so long after the end of the last run')
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Take hints at this port of 127.0.0.1, or at this address and port, as workflows send them by webhooks: a run follows soon. Callers have to give the token in VTQL_LISTEN_TOKEN')
            [CompletionResult]::new('--listen-token-file', '--listen-token-file', [CompletionResultType]::ParameterName, 'Read the token from this file')
            [CompletionResult]::new('--listen-gather', '--listen-gather', [CompletionResultType]::ParameterName, 'After a hint wait so long for more')
            [CompletionResult]::new('--misfits', '--misfits', [CompletionResultType]::ParameterName, 'What becomes of values that do not fit their type')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Bring so many modules up to date at once')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud''s plan allows')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give a request up that takes longer, in seconds')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow http to this host: the key travels unencrypted (loopback is always allowed)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON object with counts by module')
            [CompletionResult]::new('--listen-unencrypted', '--listen-unencrypted', [CompletionResultType]::ParameterName, 'Listen at an address that other machines reach, though what they send is not encrypted')
            [CompletionResult]::new('--moved', '--moved', [CompletionResultType]::ParameterName, 'The instance has another address than before: its mirror is kept')
            [CompletionResult]::new('--access-key-stdin', '--access-key-stdin', [CompletionResultType]::ParameterName, 'Read the access key from the first line of standard input')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;repl' {
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud''s plan allows')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give a request up that takes longer, in seconds')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow http to this host: the key travels unencrypted (loopback is always allowed)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Show long tables without a pager (VTQL_PAGER, PAGER, less)')
            [CompletionResult]::new('--no-history', '--no-history', [CompletionResultType]::ParameterName, 'Keep nothing of what was typed')
            [CompletionResult]::new('--access-key-stdin', '--access-key-stdin', [CompletionResultType]::ParameterName, 'Read the access key from the first line of standard input')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;sql' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            break
        }
        'vtql;serve' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            break
        }
        'vtql;login' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud''s plan allows')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give a request up that takes longer, in seconds')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow http to this host: the key travels unencrypted (loopback is always allowed)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'List the profiles')
            [CompletionResult]::new('--forget', '--forget', [CompletionResultType]::ParameterName, 'Remove the profile and its key')
            [CompletionResult]::new('--usual', '--usual', [CompletionResultType]::ParameterName, 'Make the profile the one that is meant when none is named')
            [CompletionResult]::new('--no-keyring', '--no-keyring', [CompletionResultType]::ParameterName, 'Keep the key in a file, also where a keyring answers')
            [CompletionResult]::new('--access-key-stdin', '--access-key-stdin', [CompletionResultType]::ParameterName, 'Read the access key from the first line of standard input')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;modules' {
            [CompletionResult]::new('--with-field', '--with-field', [CompletionResultType]::ParameterName, 'Only modules that have a field of this type')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How rows are written')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How rows are written')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud''s plan allows')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give a request up that takes longer, in seconds')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow http to this host: the key travels unencrypted (loopback is always allowed)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Show long output without a pager (VTQL_PAGER, PAGER, less)')
            [CompletionResult]::new('--access-key-stdin', '--access-key-stdin', [CompletionResultType]::ParameterName, 'Read the access key from the first line of standard input')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;describe' {
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'Only this field')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How rows are written')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How rows are written')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud''s plan allows')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give a request up that takes longer, in seconds')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow http to this host: the key travels unencrypted (loopback is always allowed)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Show long output without a pager (VTQL_PAGER, PAGER, less)')
            [CompletionResult]::new('--access-key-stdin', '--access-key-stdin', [CompletionResultType]::ParameterName, 'Read the access key from the first line of standard input')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;record' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show records')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a record')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change fields of a record')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete records')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'vtql;record;get' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How rows are written')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How rows are written')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud''s plan allows')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give a request up that takes longer, in seconds')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow http to this host: the key travels unencrypted (loopback is always allowed)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Show long output without a pager (VTQL_PAGER, PAGER, less)')
            [CompletionResult]::new('--access-key-stdin', '--access-key-stdin', [CompletionResultType]::ParameterName, 'Read the access key from the first line of standard input')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;record;create' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Read the fields from a file that holds one JSON object; - is standard input')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How rows are written')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How rows are written')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud''s plan allows')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give a request up that takes longer, in seconds')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow http to this host: the key travels unencrypted (loopback is always allowed)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--no-check', '--no-check', [CompletionResultType]::ParameterName, 'Send it without a look at what the module has')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Show long output without a pager (VTQL_PAGER, PAGER, less)')
            [CompletionResult]::new('--access-key-stdin', '--access-key-stdin', [CompletionResultType]::ParameterName, 'Read the access key from the first line of standard input')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;record;update' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Read the fields from a file that holds one JSON object; - is standard input')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How rows are written')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How rows are written')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud''s plan allows')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give a request up that takes longer, in seconds')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow http to this host: the key travels unencrypted (loopback is always allowed)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--no-check', '--no-check', [CompletionResultType]::ParameterName, 'Send it without a look at what the module has')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Show long output without a pager (VTQL_PAGER, PAGER, less)')
            [CompletionResult]::new('--access-key-stdin', '--access-key-stdin', [CompletionResultType]::ParameterName, 'Read the access key from the first line of standard input')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;record;delete' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud''s plan allows')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give a request up that takes longer, in seconds')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow http to this host: the key travels unencrypted (loopback is always allowed)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--access-key-stdin', '--access-key-stdin', [CompletionResultType]::ParameterName, 'Read the access key from the first line of standard input')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;record;help' {
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show records')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a record')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change fields of a record')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete records')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'vtql;record;help;get' {
            break
        }
        'vtql;record;help;create' {
            break
        }
        'vtql;record;help;update' {
            break
        }
        'vtql;record;help;delete' {
            break
        }
        'vtql;record;help;help' {
            break
        }
        'vtql;quota' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How rows are written')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How rows are written')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud''s plan allows')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give a request up that takes longer, in seconds')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow http to this host: the key travels unencrypted (loopback is always allowed)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Show long output without a pager (VTQL_PAGER, PAGER, less)')
            [CompletionResult]::new('--access-key-stdin', '--access-key-stdin', [CompletionResultType]::ParameterName, 'Read the access key from the first line of standard input')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;sandbox' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port; 0 takes a free one')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'The modules and fields: a snapshot file, a folder of describe answers, or one such answer [default: those of Vtiger 8.4]')
            [CompletionResult]::new('--load', '--load', [CompletionResultType]::ParameterName, 'Load records from the <Module>.jsonl files of this folder instead of making demo data')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Keep the records in this SQLite file')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key', '--access-key', [CompletionResultType]::ParameterName, 'The access key, which others on this machine can read in the list of processes [default: a random one]')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key from this file')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'What the demo data is made from, and which requests faults happen to: the same seed gives the same')
            [CompletionResult]::new('--rows', '--rows', [CompletionResultType]::ParameterName, 'How many demo records a module gets, as Contacts=1000')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The edition that it behaves like: cloud, or 8.4')
            [CompletionResult]::new('--faults', '--faults', [CompletionResultType]::ParameterName, 'A JSON file with latency_ms, jitter_ms, error_rate, truncate_rate, rate_limit and so on; the flags change what it says')
            [CompletionResult]::new('--latency', '--latency', [CompletionResultType]::ParameterName, 'Every answer waits this long')
            [CompletionResult]::new('--jitter', '--jitter', [CompletionResultType]::ParameterName, 'Every answer waits up to this long in addition')
            [CompletionResult]::new('--trickle', '--trickle', [CompletionResultType]::ParameterName, 'The body of every answer comes in pieces, over this time')
            [CompletionResult]::new('--error-rate', '--error-rate', [CompletionResultType]::ParameterName, 'This part of the requests fails before it is done, 0 to 1')
            [CompletionResult]::new('--late-error-rate', '--late-error-rate', [CompletionResultType]::ParameterName, 'This part of the requests fails with an empty HTTP 500 after it was done, 0 to 1')
            [CompletionResult]::new('--late-coded-error-rate', '--late-coded-error-rate', [CompletionResultType]::ParameterName, 'This part of the requests fails with INTERNAL_SERVER_ERROR or DATABASE_QUERY_ERROR after it was done, 0 to 1')
            [CompletionResult]::new('--reset-rate', '--reset-rate', [CompletionResultType]::ParameterName, 'For this part of the requests the connection is reset before anything is done, 0 to 1')
            [CompletionResult]::new('--late-reset-rate', '--late-reset-rate', [CompletionResultType]::ParameterName, 'For this part of the requests the connection is reset in the middle of the answer, 0 to 1')
            [CompletionResult]::new('--repeat-rate', '--repeat-rate', [CompletionResultType]::ParameterName, 'This part of the queries that go on with another one is answered with the page before, 0 to 1')
            [CompletionResult]::new('--page-cap', '--page-cap', [CompletionResultType]::ParameterName, 'A query answers at most so many rows [default: 100]')
            [CompletionResult]::new('--rate-limit', '--rate-limit', [CompletionResultType]::ParameterName, 'So many requests a minute, or in another time, are answered, the others with HTTP 429; several hold together, as in 30/2s,200/1m')
            [CompletionResult]::new('--retry-after', '--retry-after', [CompletionResultType]::ParameterName, 'Answers with HTTP 429 and 503 say in Retry-After to wait so many seconds')
            [CompletionResult]::new('--truncate', '--truncate', [CompletionResultType]::ParameterName, 'This part of the answers is cut in the middle, 0 to 1')
            [CompletionResult]::new('--expire-sessions', '--expire-sessions', [CompletionResultType]::ParameterName, 'After every so many requests all sessions have expired')
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'The address to listen on; any but 127.0.0.1 lets the network in')
            [CompletionResult]::new('--allow-host', '--allow-host', [CompletionResultType]::ParameterName, 'Take requests for this host as well, with any port')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Answer an error where a Vtiger answers no rows because its database refused the query')
            [CompletionResult]::new('--html-prefix', '--html-prefix', [CompletionResultType]::ParameterName, 'A PHP warning, as HTML, precedes the JSON')
            [CompletionResult]::new('--error-bodies', '--error-bodies', [CompletionResultType]::ParameterName, 'Errors of the cloud edition have their code and message in a body as well, not in the reason phrase alone')
            [CompletionResult]::new('--log', '--log', [CompletionResultType]::ParameterName, 'Tell every request on standard error: status, milliseconds, user, operation, what it was about')
            [CompletionResult]::new('--console', '--console', [CompletionResultType]::ParameterName, 'Serve the console at /: a page with an editor, the requests as they come, and the faults to switch')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Say where it is as one line of JSON')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;console' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port; 0 takes a free one')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud''s plan allows')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give a request up that takes longer, in seconds')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow http to this host: the key travels unencrypted (loopback is always allowed)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--allow-writes', '--allow-writes', [CompletionResultType]::ParameterName, 'Let the page change records')
            [CompletionResult]::new('--no-history', '--no-history', [CompletionResultType]::ParameterName, 'Keep nothing of what was run')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Say where it is as one line of JSON')
            [CompletionResult]::new('--access-key-stdin', '--access-key-stdin', [CompletionResultType]::ParameterName, 'Read the access key from the first line of standard input')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;lsp' {
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--stdio', '--stdio', [CompletionResultType]::ParameterName, 'Speak over standard input and output: editors say so, and there is no other way')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;mcp' {
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Show only these modules and fields: Contacts, Accounts.accountname [default: all]')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Hide the values of these fields, and let no query depend on them: Contacts.email, *.phone')
            [CompletionResult]::new('--max-requests', '--max-requests', [CompletionResultType]::ParameterName, 'Send no more requests than so many, all calls together')
            [CompletionResult]::new('--max-rows', '--max-rows', [CompletionResultType]::ParameterName, 'Answer with at most so many rows')
            [CompletionResult]::new('--max-tokens', '--max-tokens', [CompletionResultType]::ParameterName, 'Answer with at most about so many tokens')
            [CompletionResult]::new('--audit', '--audit', [CompletionResultType]::ParameterName, 'Add a line of JSON to this file for each call: what was asked for, no values')
            [CompletionResult]::new('--http', '--http', [CompletionResultType]::ParameterName, 'Serve HTTP at this port of 127.0.0.1, path /mcp, instead of standard input and output; 0 is any free port')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the token that HTTP clients have to give from this file [default: a new one, shown on standard error]')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user name')
            [CompletionResult]::new('--access-key-file', '--access-key-file', [CompletionResultType]::ParameterName, 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud''s plan allows')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give a request up that takes longer, in seconds')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow http to this host: the key travels unencrypted (loopback is always allowed)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('--allow-writes', '--allow-writes', [CompletionResultType]::ParameterName, 'Let records be created, changed and deleted, each after a preview and with its token')
            [CompletionResult]::new('--no-snapshot', '--no-snapshot', [CompletionResultType]::ParameterName, 'Ask the instance what its modules have, instead of a snapshot')
            [CompletionResult]::new('--access-key-stdin', '--access-key-stdin', [CompletionResultType]::ParameterName, 'Read the access key from the first line of standard input')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell every request on standard error: its operation, its status, how long it took')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours in the output; NO_COLOR turns them off as well')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The settings file, instead of the nearest vtql.toml upwards')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out summaries and notes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vtql;help' {
            [CompletionResult]::new('parse', 'parse', [CompletionResultType]::ParameterValue, 'Show what a query is: its tree, and the text that goes to the server')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Report everything that is wrong with queries')
            [CompletionResult]::new('fmt', 'fmt', [CompletionResultType]::ParameterValue, 'Lay queries out')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say what a code means')
            [CompletionResult]::new('snapshot', 'snapshot', [CompletionResultType]::ParameterValue, 'Keep what an instance has in a file, for checks without a connection')
            [CompletionResult]::new('codegen', 'codegen', [CompletionResultType]::ParameterValue, 'Write Rust functions for queries in files')
            [CompletionResult]::new('query', 'query', [CompletionResultType]::ParameterValue, 'Run a query and print all of its rows')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write modules, or the rows of a query, to files or a database')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Keep a mirror of modules fresh, in a database or a folder of Parquet')
            [CompletionResult]::new('repl', 'repl', [CompletionResultType]::ParameterValue, 'Type queries and see their rows, with completion')
            [CompletionResult]::new('sql', 'sql', [CompletionResultType]::ParameterValue, 'Run SQL over modules: joins, groups, any function (vtql-sql)')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve SQL over modules to programs that speak PostgreSQL (vtql-sql)')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Keep the connection to an instance under a name')
            [CompletionResult]::new('modules', 'modules', [CompletionResultType]::ParameterValue, 'List the modules of an instance')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'List the fields of a module: types, values, what can be ordered by')
            [CompletionResult]::new('record', 'record', [CompletionResultType]::ParameterValue, 'Show, make, change and delete records')
            [CompletionResult]::new('quota', 'quota', [CompletionResultType]::ParameterValue, 'Say how many requests are left')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Serve a Vtiger with demo data, or yours, on this machine')
            [CompletionResult]::new('console', 'console', [CompletionResultType]::ParameterValue, 'Serve a page to write queries, run them and look at their rows')
            [CompletionResult]::new('lsp', 'lsp', [CompletionResultType]::ParameterValue, 'Answer an editor: findings, completion and more while queries are written')
            [CompletionResult]::new('mcp', 'mcp', [CompletionResultType]::ParameterValue, 'Let agents look at a CRM: the Model Context Protocol, with bounds')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print what makes a shell complete the arguments of vtql')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'vtql;help;parse' {
            break
        }
        'vtql;help;check' {
            break
        }
        'vtql;help;fmt' {
            break
        }
        'vtql;help;explain' {
            break
        }
        'vtql;help;snapshot' {
            [CompletionResult]::new('pull', 'pull', [CompletionResultType]::ParameterValue, 'Ask an instance for its modules and fields, and write them to a file')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Say what changed between two snapshots, and which queries that breaks')
            break
        }
        'vtql;help;snapshot;pull' {
            break
        }
        'vtql;help;snapshot;diff' {
            break
        }
        'vtql;help;codegen' {
            break
        }
        'vtql;help;query' {
            break
        }
        'vtql;help;export' {
            break
        }
        'vtql;help;sync' {
            break
        }
        'vtql;help;repl' {
            break
        }
        'vtql;help;sql' {
            break
        }
        'vtql;help;serve' {
            break
        }
        'vtql;help;login' {
            break
        }
        'vtql;help;modules' {
            break
        }
        'vtql;help;describe' {
            break
        }
        'vtql;help;record' {
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show records')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a record')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Change fields of a record')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete records')
            break
        }
        'vtql;help;record;get' {
            break
        }
        'vtql;help;record;create' {
            break
        }
        'vtql;help;record;update' {
            break
        }
        'vtql;help;record;delete' {
            break
        }
        'vtql;help;quota' {
            break
        }
        'vtql;help;sandbox' {
            break
        }
        'vtql;help;console' {
            break
        }
        'vtql;help;lsp' {
            break
        }
        'vtql;help;mcp' {
            break
        }
        'vtql;help;completions' {
            break
        }
        'vtql;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
