# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_vtql_global_optspecs
    string join \n color= q/quiet config= h/help V/version
end

function __fish_vtql_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_vtql_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_vtql_using_subcommand
    set -l cmd (__fish_vtql_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c vtql -n "__fish_vtql_needs_command" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_needs_command" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_needs_command" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_needs_command" -s V -l version -d 'Print version'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "parse" -d 'Show what a query is: its tree, and the text that goes to the server'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "check" -d 'Report everything that is wrong with queries'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "fmt" -d 'Lay queries out'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "explain" -d 'Say what a code means'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "snapshot" -d 'Keep what an instance has in a file, for checks without a connection'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "codegen" -d 'Write Rust functions for queries in files'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "query" -d 'Run a query and print all of its rows'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "export" -d 'Write modules, or the rows of a query, to files or a database'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "sync" -d 'Keep a mirror of modules fresh, in a database or a folder of Parquet'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "repl" -d 'Type queries and see their rows, with completion'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "sql" -d 'Run SQL over modules: joins, groups, any function (vtql-sql)'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "serve" -d 'Serve SQL over modules to programs that speak PostgreSQL (vtql-sql)'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "login" -d 'Keep the connection to an instance under a name'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "modules" -d 'List the modules of an instance'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "describe" -d 'List the fields of a module: types, values, what can be ordered by'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "record" -d 'Show, make, change and delete records'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "quota" -d 'Say how many requests are left'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "sandbox" -d 'Serve a Vtiger with demo data, or yours, on this machine'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "console" -d 'Serve a page to write queries, run them and look at their rows'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "lsp" -d 'Answer an editor: findings, completion and more while queries are written'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "mcp" -d 'Let agents look at a CRM: the Model Context Protocol, with bounds'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "completions" -d 'Print what makes a shell complete the arguments of vtql'
complete -c vtql -n "__fish_vtql_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c vtql -n "__fish_vtql_using_subcommand parse" -l dialect -d 'The language of the text' -r -f -a "wire\t'What the server accepts as it is: one flat statement with a semicolon'
surface\t'What people write: parentheses, not, between, comments, parameters; compiled to wire'"
complete -c vtql -n "__fish_vtql_using_subcommand parse" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand parse" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand parse" -l jsonl -d 'Read JSON lines and answer with JSON lines'
complete -c vtql -n "__fish_vtql_using_subcommand parse" -l ast -d 'Print the tree of each query as JSON, not its wire text'
complete -c vtql -n "__fish_vtql_using_subcommand parse" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand parse" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand check" -s f -l format -d 'How findings are written' -r -f -a "human\t'With the lines that they are about'
json\t'One JSON list'
jsonl\t'A JSON object a line'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations of GitHub Actions'
junit\t'JUnit XML, a test case a file'"
complete -c vtql -n "__fish_vtql_using_subcommand check" -l stdin-filename -d 'What standard input is called in findings; the end of the name tells its language' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand check" -l exclude -d 'Leave out these files and folders as well: patterns as in .gitignore' -r
complete -c vtql -n "__fish_vtql_using_subcommand check" -l include -d 'Read these files and folders though they are left out otherwise' -r
complete -c vtql -n "__fish_vtql_using_subcommand check" -l baseline -d 'Leave out the findings that this file lists' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand check" -l cache -d 'Keep in this file in which files nothing was found, by their contents, the settings and the snapshot' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand check" -l dialect -d 'The language of all texts [default: surface; as sent (wire) in languages other than Rust]' -r -f -a "wire\t'What the server accepts as it is: one flat statement with a semicolon'
surface\t'What people write: parentheses, not, between, comments, parameters; compiled to wire'
corebos\t'What the server of coreBOS accepts'
berlicrm\t'What the server of berliCRM accepts'"
complete -c vtql -n "__fish_vtql_using_subcommand check" -l embedded -d 'Which strings in the sources of programs are checked [default: known]' -r -f -a "off\t'None: host files are not read'
marked\t'Those that are marked: vtql!, a comment `vtql` before the string, a fence ```vtql'
known\t'Those as well that something speaks for: a module and its fields, the call, the address'
all\t'Every `select … from …`'"
complete -c vtql -n "__fish_vtql_using_subcommand check" -l semicolon -d 'Whether texts that go to the server as they are need the semicolon at their end [default: auto]' -r -f -a "sent\t'They are sent as they are'
added\t'What sends them adds it'
auto\t'In files of VTQL it is needed; in programs it is taken to be added, unless the address or the other queries of the file show otherwise'"
complete -c vtql -n "__fish_vtql_using_subcommand check" -l snapshot -d 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand check" -l deny -d 'Report findings of these rules as errors: codes (V301), names, groups (V3xx), or all' -r
complete -c vtql -n "__fish_vtql_using_subcommand check" -l warn -d 'Report findings of these rules as warnings' -r
complete -c vtql -n "__fish_vtql_using_subcommand check" -l allow -d 'Do not report findings of these rules' -r
complete -c vtql -n "__fish_vtql_using_subcommand check" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand check" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand check" -l jsonl -d 'Read JSON lines and answer with JSON lines'
complete -c vtql -n "__fish_vtql_using_subcommand check" -l fix -d 'Apply the fixes after which a query reads as before; - goes to standard output'
complete -c vtql -n "__fish_vtql_using_subcommand check" -l unsafe-fixes -d 'With --fix: apply those as well that change a query into what was probably meant'
complete -c vtql -n "__fish_vtql_using_subcommand check" -l diff -d 'Show what --fix would change as a patch, and change nothing; ends with 1 when there is a patch, or findings are left'
complete -c vtql -n "__fish_vtql_using_subcommand check" -l watch -d 'Check again whenever a file changes'
complete -c vtql -n "__fish_vtql_using_subcommand check" -l explain-skips -d 'Show the texts that look like queries and were left alone, and why'
complete -c vtql -n "__fish_vtql_using_subcommand check" -l statistics -d 'Show how many findings there are of each rule'
complete -c vtql -n "__fish_vtql_using_subcommand check" -l write-baseline -d 'Write the findings of now to the file of --baseline'
complete -c vtql -n "__fish_vtql_using_subcommand check" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand fmt" -l width -d 'Wrap lines beyond this many characters [default: 100]' -r
complete -c vtql -n "__fish_vtql_using_subcommand fmt" -l indent -d 'Spaces a step of indentation [default: 2]' -r
complete -c vtql -n "__fish_vtql_using_subcommand fmt" -l keywords -d 'How keywords are written [default: lower]' -r -f -a "lower\t'select'
upper\t'SELECT'"
complete -c vtql -n "__fish_vtql_using_subcommand fmt" -l dialect -d 'The language of the texts' -r -f -a "wire\t'What the server accepts as it is: one flat statement with a semicolon'
surface\t'What people write: parentheses, not, between, comments, parameters; compiled to wire'"
complete -c vtql -n "__fish_vtql_using_subcommand fmt" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand fmt" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand fmt" -l check -d 'Change nothing: show what would change'
complete -c vtql -n "__fish_vtql_using_subcommand fmt" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand fmt" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand explain" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand explain" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand explain" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and not __fish_seen_subcommand_from pull diff help" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and not __fish_seen_subcommand_from pull diff help" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and not __fish_seen_subcommand_from pull diff help" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and not __fish_seen_subcommand_from pull diff help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and not __fish_seen_subcommand_from pull diff help" -f -a "pull" -d 'Ask an instance for its modules and fields, and write them to a file'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and not __fish_seen_subcommand_from pull diff help" -f -a "diff" -d 'Say what changed between two snapshots, and which queries that breaks'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and not __fish_seen_subcommand_from pull diff help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from pull" -l module -d 'Only this module; can be repeated [default: all that the user may see]' -r
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from pull" -s o -l out -d 'The file to write; - is standard output [default: what vtql.toml or Cargo.toml names, else vtql.snapshot.json]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from pull" -l url -d 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition' -r
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from pull" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from pull" -l access-key-file -d 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from pull" -l budget -d 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud\'s plan allows' -r
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from pull" -l profile -d 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set' -r
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from pull" -l timeout -d 'Give a request up that takes longer, in seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from pull" -l allow-http -d 'Allow http to this host: the key travels unencrypted (loopback is always allowed)' -r
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from pull" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from pull" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from pull" -l check -d 'Write nothing: show how the file differs from the instance'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from pull" -l access-key-stdin -d 'Read the access key from the first line of standard input'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from pull" -s v -l verbose -d 'Tell every request on standard error: its operation, its status, how long it took'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from pull" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from pull" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -l queries -d 'Files and folders with queries that may break' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -l dialect -d 'The language of all queries [default: surface; as sent (wire) in languages other than Rust]' -r -f -a "wire\t'What the server accepts as it is: one flat statement with a semicolon'
surface\t'What people write: parentheses, not, between, comments, parameters; compiled to wire'"
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -l url -d 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition' -r
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -l access-key-file -d 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -l budget -d 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud\'s plan allows' -r
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -l profile -d 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set' -r
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -l timeout -d 'Give a request up that takes longer, in seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -l allow-http -d 'Allow http to this host: the key travels unencrypted (loopback is always allowed)' -r
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -l against-server -d 'Compare with the instance as it is'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -l json -d 'Write one JSON object: {"breaking","changes":[…],"broken":[…]}'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -l access-key-stdin -d 'Read the access key from the first line of standard input'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -s v -l verbose -d 'Tell every request on standard error: its operation, its status, how long it took'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from help" -f -a "pull" -d 'Ask an instance for its modules and fields, and write them to a file'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from help" -f -a "diff" -d 'Say what changed between two snapshots, and which queries that breaks'
complete -c vtql -n "__fish_vtql_using_subcommand snapshot; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c vtql -n "__fish_vtql_using_subcommand codegen" -l queries -d 'The folder of the .vtql files, or one such file' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand codegen" -l out -d 'The file to write' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand codegen" -l lang -d 'The language' -r -f -a "rust\t''
typescript\t''
python\t''
php\t''
json-schema\t''"
complete -c vtql -n "__fish_vtql_using_subcommand codegen" -l modules -d 'With a language other than Rust: the modules whose records have types; all modules without this' -r
complete -c vtql -n "__fish_vtql_using_subcommand codegen" -l crate -d 'The name of vtql-client in the crate of the file' -r
complete -c vtql -n "__fish_vtql_using_subcommand codegen" -l snapshot -d 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand codegen" -l deny -d 'Report findings of these rules as errors: codes (V301), names, groups (V3xx), or all' -r
complete -c vtql -n "__fish_vtql_using_subcommand codegen" -l warn -d 'Report findings of these rules as warnings' -r
complete -c vtql -n "__fish_vtql_using_subcommand codegen" -l allow -d 'Do not report findings of these rules' -r
complete -c vtql -n "__fish_vtql_using_subcommand codegen" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand codegen" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand codegen" -l check -d 'Write nothing: say whether the file is what would be written'
complete -c vtql -n "__fish_vtql_using_subcommand codegen" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand codegen" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand query" -l file -d 'Read the query from this file' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand query" -s p -l param -d 'The value of a parameter, as name=value; one that is repeated is the list of its values, for in' -r
complete -c vtql -n "__fish_vtql_using_subcommand query" -s f -l format -d 'How rows are written [default: table, or what the name of --out says]' -r -f -a "table\t'Columns for people, as wide as the terminal; shown when all rows are there'
vertical\t'A line a field, for rows that are too wide for a table'
json\t'One list of objects'
jsonl\t'An object a line, as rows come'
csv\t'Comma-separated, with a header, as rows come'"
complete -c vtql -n "__fish_vtql_using_subcommand query" -s o -l out -d 'Write the rows to this file, which appears when all of them are there: .csv, .jsonl (also with .gz or .zst), .json, .parquet or .sqlite' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand query" -l parallel -d 'Fetch so many pages at a time, where the query has no order and no limit' -r
complete -c vtql -n "__fish_vtql_using_subcommand query" -l page-size -d 'Ask for so many rows a page' -r
complete -c vtql -n "__fish_vtql_using_subcommand query" -l resume-after -d 'Go on behind the rows that came before a query stopped, as its error said; @FILE reads that from a file' -r
complete -c vtql -n "__fish_vtql_using_subcommand query" -l snapshot -d 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand query" -l url -d 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition' -r
complete -c vtql -n "__fish_vtql_using_subcommand query" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand query" -l access-key-file -d 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand query" -l budget -d 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud\'s plan allows' -r
complete -c vtql -n "__fish_vtql_using_subcommand query" -l profile -d 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set' -r
complete -c vtql -n "__fish_vtql_using_subcommand query" -l timeout -d 'Give a request up that takes longer, in seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand query" -l allow-http -d 'Allow http to this host: the key travels unencrypted (loopback is always allowed)' -r
complete -c vtql -n "__fish_vtql_using_subcommand query" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand query" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand query" -l explain -d 'Send nothing: show the plan and the texts of the first requests'
complete -c vtql -n "__fish_vtql_using_subcommand query" -l no-pager -d 'Show long tables without a pager (VTQL_PAGER, PAGER, less)'
complete -c vtql -n "__fish_vtql_using_subcommand query" -l no-snapshot -d 'Send the query without checking names and values against a snapshot'
complete -c vtql -n "__fish_vtql_using_subcommand query" -l access-key-stdin -d 'Read the access key from the first line of standard input'
complete -c vtql -n "__fish_vtql_using_subcommand query" -s v -l verbose -d 'Tell every request on standard error: its operation, its status, how long it took'
complete -c vtql -n "__fish_vtql_using_subcommand query" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand query" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand export" -l query -d 'The rows of this query' -r
complete -c vtql -n "__fish_vtql_using_subcommand export" -s f -l format -d 'The format; without this, what --out says: .sqlite, postgres://…' -r -f -a "parquet\t'Apache Parquet'
csv\t'Comma-separated'
jsonl\t'A JSON object a line'
sqlite\t'An SQLite database'
postgres\t'A PostgreSQL database'"
complete -c vtql -n "__fish_vtql_using_subcommand export" -s o -l out -d 'A folder, the file of an SQLite database, or postgres://USER@HOST/DATABASE without a password' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand export" -l relations -d 'Write how the records are related, too, as a table of pairs: by their related lists (a request each), or by reference fields (a request a hundred records)' -r -f -a "lists\t'By related lists'
fields\t'By reference fields'"
complete -c vtql -n "__fish_vtql_using_subcommand export" -l relation -d 'Of the related lists only those with this label; can be given several times' -r
complete -c vtql -n "__fish_vtql_using_subcommand export" -l files -d 'Write the files of documents and the pictures of records, too: to OUT/files, or to this folder' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand export" -l compress -d 'How files are compressed' -r -f -a "none\t'Not; Parquet by Snappy'
gzip\t'gzip; Parquet by Zstandard'
zstd\t'Zstandard'"
complete -c vtql -n "__fish_vtql_using_subcommand export" -l misfits -d 'What becomes of values that do not fit their type' -r -f -a "raw\t'Null, and the text in the column _raw'
null\t'Null, and reported'"
complete -c vtql -n "__fish_vtql_using_subcommand export" -l jobs -d 'Fetch so many modules at once' -r
complete -c vtql -n "__fish_vtql_using_subcommand export" -l page-size -d 'Ask for so many rows a page' -r
complete -c vtql -n "__fish_vtql_using_subcommand export" -l url -d 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition' -r
complete -c vtql -n "__fish_vtql_using_subcommand export" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand export" -l access-key-file -d 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand export" -l budget -d 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud\'s plan allows' -r
complete -c vtql -n "__fish_vtql_using_subcommand export" -l profile -d 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set' -r
complete -c vtql -n "__fish_vtql_using_subcommand export" -l timeout -d 'Give a request up that takes longer, in seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand export" -l allow-http -d 'Allow http to this host: the key travels unencrypted (loopback is always allowed)' -r
complete -c vtql -n "__fish_vtql_using_subcommand export" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand export" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand export" -l all -d 'All modules that the user may see'
complete -c vtql -n "__fish_vtql_using_subcommand export" -l count -d 'Ask for the number of rows first, a request a module, so that the time left can be told'
complete -c vtql -n "__fish_vtql_using_subcommand export" -l resume -d 'Go on with an export that was ended'
complete -c vtql -n "__fish_vtql_using_subcommand export" -l json -d 'Print one JSON object with counts and files by module'
complete -c vtql -n "__fish_vtql_using_subcommand export" -l csv-guard -d 'CSV: an apostrophe before texts that a spreadsheet would take for a formula'
complete -c vtql -n "__fish_vtql_using_subcommand export" -l csv-bom -d 'CSV: a byte order mark, by which Excel knows UTF-8'
complete -c vtql -n "__fish_vtql_using_subcommand export" -l access-key-stdin -d 'Read the access key from the first line of standard input'
complete -c vtql -n "__fish_vtql_using_subcommand export" -s v -l verbose -d 'Tell every request on standard error: its operation, its status, how long it took'
complete -c vtql -n "__fish_vtql_using_subcommand export" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand sync" -s m -l mirror -d 'The mirror: the file of an SQLite database, postgres://USER@HOST/DATABASE without a password, or a folder' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand sync" -s f -l format -d 'The format; without this, what --mirror says: .sqlite, postgres://…, else Parquet' -r -f -a "sqlite\t'An SQLite database'
postgres\t'A PostgreSQL database'
parquet\t'A folder of Apache Parquet'"
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l sweep -d 'When to compare all ids and times of change, for deletions that the server does not tell and changes that were committed late: auto, now, never, or a time like 12h' -r
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l reread -d 'In which time to read all rows again, for changes that leave modifiedtime as it is: auto (30d), now, never, or a time like 7d' -r
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l watch -d 'Run again and again, so long after the end of the last run' -r
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l listen -d 'Take hints at this port of 127.0.0.1, or at this address and port, as workflows send them by webhooks: a run follows soon. Callers have to give the token in VTQL_LISTEN_TOKEN' -r
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l listen-token-file -d 'Read the token from this file' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l listen-gather -d 'After a hint wait so long for more' -r
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l misfits -d 'What becomes of values that do not fit their type' -r -f -a "raw\t'Null, and the text in the column _raw'
null\t'Null, and reported'"
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l jobs -d 'Bring so many modules up to date at once' -r
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l url -d 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition' -r
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l access-key-file -d 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l budget -d 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud\'s plan allows' -r
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l profile -d 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set' -r
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l timeout -d 'Give a request up that takes longer, in seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l allow-http -d 'Allow http to this host: the key travels unencrypted (loopback is always allowed)' -r
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l json -d 'Print one JSON object with counts by module'
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l listen-unencrypted -d 'Listen at an address that other machines reach, though what they send is not encrypted'
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l moved -d 'The instance has another address than before: its mirror is kept'
complete -c vtql -n "__fish_vtql_using_subcommand sync" -l access-key-stdin -d 'Read the access key from the first line of standard input'
complete -c vtql -n "__fish_vtql_using_subcommand sync" -s v -l verbose -d 'Tell every request on standard error: its operation, its status, how long it took'
complete -c vtql -n "__fish_vtql_using_subcommand sync" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand sync" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand repl" -l snapshot -d 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand repl" -l url -d 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition' -r
complete -c vtql -n "__fish_vtql_using_subcommand repl" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand repl" -l access-key-file -d 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand repl" -l budget -d 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud\'s plan allows' -r
complete -c vtql -n "__fish_vtql_using_subcommand repl" -l profile -d 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set' -r
complete -c vtql -n "__fish_vtql_using_subcommand repl" -l timeout -d 'Give a request up that takes longer, in seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand repl" -l allow-http -d 'Allow http to this host: the key travels unencrypted (loopback is always allowed)' -r
complete -c vtql -n "__fish_vtql_using_subcommand repl" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand repl" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand repl" -l no-pager -d 'Show long tables without a pager (VTQL_PAGER, PAGER, less)'
complete -c vtql -n "__fish_vtql_using_subcommand repl" -l no-history -d 'Keep nothing of what was typed'
complete -c vtql -n "__fish_vtql_using_subcommand repl" -l access-key-stdin -d 'Read the access key from the first line of standard input'
complete -c vtql -n "__fish_vtql_using_subcommand repl" -s v -l verbose -d 'Tell every request on standard error: its operation, its status, how long it took'
complete -c vtql -n "__fish_vtql_using_subcommand repl" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand repl" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand sql" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand sql" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand sql" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand serve" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand serve" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand serve" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand login" -l url -d 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition' -r
complete -c vtql -n "__fish_vtql_using_subcommand login" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand login" -l access-key-file -d 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand login" -l budget -d 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud\'s plan allows' -r
complete -c vtql -n "__fish_vtql_using_subcommand login" -l profile -d 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set' -r
complete -c vtql -n "__fish_vtql_using_subcommand login" -l timeout -d 'Give a request up that takes longer, in seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand login" -l allow-http -d 'Allow http to this host: the key travels unencrypted (loopback is always allowed)' -r
complete -c vtql -n "__fish_vtql_using_subcommand login" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand login" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand login" -l list -d 'List the profiles'
complete -c vtql -n "__fish_vtql_using_subcommand login" -l forget -d 'Remove the profile and its key'
complete -c vtql -n "__fish_vtql_using_subcommand login" -l usual -d 'Make the profile the one that is meant when none is named'
complete -c vtql -n "__fish_vtql_using_subcommand login" -l no-keyring -d 'Keep the key in a file, also where a keyring answers'
complete -c vtql -n "__fish_vtql_using_subcommand login" -l access-key-stdin -d 'Read the access key from the first line of standard input'
complete -c vtql -n "__fish_vtql_using_subcommand login" -s v -l verbose -d 'Tell every request on standard error: its operation, its status, how long it took'
complete -c vtql -n "__fish_vtql_using_subcommand login" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand login" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand modules" -l with-field -d 'Only modules that have a field of this type' -r
complete -c vtql -n "__fish_vtql_using_subcommand modules" -s f -l format -d 'How rows are written' -r -f -a "table\t'Columns for people, as wide as the terminal; shown when all rows are there'
vertical\t'A line a field, for rows that are too wide for a table'
json\t'One list of objects'
jsonl\t'An object a line, as rows come'
csv\t'Comma-separated, with a header, as rows come'"
complete -c vtql -n "__fish_vtql_using_subcommand modules" -l url -d 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition' -r
complete -c vtql -n "__fish_vtql_using_subcommand modules" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand modules" -l access-key-file -d 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand modules" -l budget -d 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud\'s plan allows' -r
complete -c vtql -n "__fish_vtql_using_subcommand modules" -l profile -d 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set' -r
complete -c vtql -n "__fish_vtql_using_subcommand modules" -l timeout -d 'Give a request up that takes longer, in seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand modules" -l allow-http -d 'Allow http to this host: the key travels unencrypted (loopback is always allowed)' -r
complete -c vtql -n "__fish_vtql_using_subcommand modules" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand modules" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand modules" -l no-pager -d 'Show long output without a pager (VTQL_PAGER, PAGER, less)'
complete -c vtql -n "__fish_vtql_using_subcommand modules" -l access-key-stdin -d 'Read the access key from the first line of standard input'
complete -c vtql -n "__fish_vtql_using_subcommand modules" -s v -l verbose -d 'Tell every request on standard error: its operation, its status, how long it took'
complete -c vtql -n "__fish_vtql_using_subcommand modules" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand modules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand describe" -l field -d 'Only this field' -r
complete -c vtql -n "__fish_vtql_using_subcommand describe" -s f -l format -d 'How rows are written' -r -f -a "table\t'Columns for people, as wide as the terminal; shown when all rows are there'
vertical\t'A line a field, for rows that are too wide for a table'
json\t'One list of objects'
jsonl\t'An object a line, as rows come'
csv\t'Comma-separated, with a header, as rows come'"
complete -c vtql -n "__fish_vtql_using_subcommand describe" -l url -d 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition' -r
complete -c vtql -n "__fish_vtql_using_subcommand describe" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand describe" -l access-key-file -d 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand describe" -l budget -d 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud\'s plan allows' -r
complete -c vtql -n "__fish_vtql_using_subcommand describe" -l profile -d 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set' -r
complete -c vtql -n "__fish_vtql_using_subcommand describe" -l timeout -d 'Give a request up that takes longer, in seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand describe" -l allow-http -d 'Allow http to this host: the key travels unencrypted (loopback is always allowed)' -r
complete -c vtql -n "__fish_vtql_using_subcommand describe" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand describe" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand describe" -l no-pager -d 'Show long output without a pager (VTQL_PAGER, PAGER, less)'
complete -c vtql -n "__fish_vtql_using_subcommand describe" -l access-key-stdin -d 'Read the access key from the first line of standard input'
complete -c vtql -n "__fish_vtql_using_subcommand describe" -s v -l verbose -d 'Tell every request on standard error: its operation, its status, how long it took'
complete -c vtql -n "__fish_vtql_using_subcommand describe" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand describe" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand record; and not __fish_seen_subcommand_from get create update delete help" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand record; and not __fish_seen_subcommand_from get create update delete help" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand record; and not __fish_seen_subcommand_from get create update delete help" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand record; and not __fish_seen_subcommand_from get create update delete help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand record; and not __fish_seen_subcommand_from get create update delete help" -f -a "get" -d 'Show records'
complete -c vtql -n "__fish_vtql_using_subcommand record; and not __fish_seen_subcommand_from get create update delete help" -f -a "create" -d 'Make a record'
complete -c vtql -n "__fish_vtql_using_subcommand record; and not __fish_seen_subcommand_from get create update delete help" -f -a "update" -d 'Change fields of a record'
complete -c vtql -n "__fish_vtql_using_subcommand record; and not __fish_seen_subcommand_from get create update delete help" -f -a "delete" -d 'Delete records'
complete -c vtql -n "__fish_vtql_using_subcommand record; and not __fish_seen_subcommand_from get create update delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from get" -s f -l format -d 'How rows are written' -r -f -a "table\t'Columns for people, as wide as the terminal; shown when all rows are there'
vertical\t'A line a field, for rows that are too wide for a table'
json\t'One list of objects'
jsonl\t'An object a line, as rows come'
csv\t'Comma-separated, with a header, as rows come'"
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from get" -l url -d 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from get" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from get" -l access-key-file -d 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from get" -l budget -d 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud\'s plan allows' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from get" -l profile -d 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from get" -l timeout -d 'Give a request up that takes longer, in seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from get" -l allow-http -d 'Allow http to this host: the key travels unencrypted (loopback is always allowed)' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from get" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from get" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from get" -l no-pager -d 'Show long output without a pager (VTQL_PAGER, PAGER, less)'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from get" -l access-key-stdin -d 'Read the access key from the first line of standard input'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Tell every request on standard error: its operation, its status, how long it took'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -l json -d 'Read the fields from a file that holds one JSON object; - is standard input' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -s f -l format -d 'How rows are written' -r -f -a "table\t'Columns for people, as wide as the terminal; shown when all rows are there'
vertical\t'A line a field, for rows that are too wide for a table'
json\t'One list of objects'
jsonl\t'An object a line, as rows come'
csv\t'Comma-separated, with a header, as rows come'"
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -l snapshot -d 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -l url -d 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -l access-key-file -d 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -l budget -d 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud\'s plan allows' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -l profile -d 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -l timeout -d 'Give a request up that takes longer, in seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -l allow-http -d 'Allow http to this host: the key travels unencrypted (loopback is always allowed)' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -l no-check -d 'Send it without a look at what the module has'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -l no-pager -d 'Show long output without a pager (VTQL_PAGER, PAGER, less)'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -l access-key-stdin -d 'Read the access key from the first line of standard input'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Tell every request on standard error: its operation, its status, how long it took'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -l json -d 'Read the fields from a file that holds one JSON object; - is standard input' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -s f -l format -d 'How rows are written' -r -f -a "table\t'Columns for people, as wide as the terminal; shown when all rows are there'
vertical\t'A line a field, for rows that are too wide for a table'
json\t'One list of objects'
jsonl\t'An object a line, as rows come'
csv\t'Comma-separated, with a header, as rows come'"
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -l snapshot -d 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -l url -d 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -l access-key-file -d 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -l budget -d 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud\'s plan allows' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -l profile -d 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -l timeout -d 'Give a request up that takes longer, in seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -l allow-http -d 'Allow http to this host: the key travels unencrypted (loopback is always allowed)' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -l no-check -d 'Send it without a look at what the module has'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -l no-pager -d 'Show long output without a pager (VTQL_PAGER, PAGER, less)'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -l access-key-stdin -d 'Read the access key from the first line of standard input'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -s v -l verbose -d 'Tell every request on standard error: its operation, its status, how long it took'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from delete" -l url -d 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from delete" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from delete" -l access-key-file -d 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from delete" -l budget -d 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud\'s plan allows' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from delete" -l profile -d 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from delete" -l timeout -d 'Give a request up that takes longer, in seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from delete" -l allow-http -d 'Allow http to this host: the key travels unencrypted (loopback is always allowed)' -r
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from delete" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from delete" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from delete" -l access-key-stdin -d 'Read the access key from the first line of standard input'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from delete" -s v -l verbose -d 'Tell every request on standard error: its operation, its status, how long it took'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show records'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from help" -f -a "create" -d 'Make a record'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from help" -f -a "update" -d 'Change fields of a record'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete records'
complete -c vtql -n "__fish_vtql_using_subcommand record; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c vtql -n "__fish_vtql_using_subcommand quota" -s f -l format -d 'How rows are written' -r -f -a "table\t'Columns for people, as wide as the terminal; shown when all rows are there'
vertical\t'A line a field, for rows that are too wide for a table'
json\t'One list of objects'
jsonl\t'An object a line, as rows come'
csv\t'Comma-separated, with a header, as rows come'"
complete -c vtql -n "__fish_vtql_using_subcommand quota" -l url -d 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition' -r
complete -c vtql -n "__fish_vtql_using_subcommand quota" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand quota" -l access-key-file -d 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand quota" -l budget -d 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud\'s plan allows' -r
complete -c vtql -n "__fish_vtql_using_subcommand quota" -l profile -d 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set' -r
complete -c vtql -n "__fish_vtql_using_subcommand quota" -l timeout -d 'Give a request up that takes longer, in seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand quota" -l allow-http -d 'Allow http to this host: the key travels unencrypted (loopback is always allowed)' -r
complete -c vtql -n "__fish_vtql_using_subcommand quota" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand quota" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand quota" -l no-pager -d 'Show long output without a pager (VTQL_PAGER, PAGER, less)'
complete -c vtql -n "__fish_vtql_using_subcommand quota" -l access-key-stdin -d 'Read the access key from the first line of standard input'
complete -c vtql -n "__fish_vtql_using_subcommand quota" -s v -l verbose -d 'Tell every request on standard error: its operation, its status, how long it took'
complete -c vtql -n "__fish_vtql_using_subcommand quota" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand quota" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l port -d 'The port; 0 takes a free one' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l snapshot -d 'The modules and fields: a snapshot file, a folder of describe answers, or one such answer [default: those of Vtiger 8.4]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l load -d 'Load records from the <Module>.jsonl files of this folder instead of making demo data' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l file -d 'Keep the records in this SQLite file' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l access-key -d 'The access key, which others on this machine can read in the list of processes [default: a random one]' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l access-key-file -d 'Read the access key from this file' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l seed -d 'What the demo data is made from, and which requests faults happen to: the same seed gives the same' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l rows -d 'How many demo records a module gets, as Contacts=1000' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l profile -d 'The edition that it behaves like: cloud, or 8.4' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l faults -d 'A JSON file with latency_ms, jitter_ms, error_rate, truncate_rate, rate_limit and so on; the flags change what it says' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l latency -d 'Every answer waits this long' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l jitter -d 'Every answer waits up to this long in addition' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l trickle -d 'The body of every answer comes in pieces, over this time' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l error-rate -d 'This part of the requests fails before it is done, 0 to 1' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l late-error-rate -d 'This part of the requests fails with an empty HTTP 500 after it was done, 0 to 1' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l late-coded-error-rate -d 'This part of the requests fails with INTERNAL_SERVER_ERROR or DATABASE_QUERY_ERROR after it was done, 0 to 1' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l reset-rate -d 'For this part of the requests the connection is reset before anything is done, 0 to 1' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l late-reset-rate -d 'For this part of the requests the connection is reset in the middle of the answer, 0 to 1' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l repeat-rate -d 'This part of the queries that go on with another one is answered with the page before, 0 to 1' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l page-cap -d 'A query answers at most so many rows [default: 100]' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l rate-limit -d 'So many requests a minute, or in another time, are answered, the others with HTTP 429; several hold together, as in 30/2s,200/1m' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l retry-after -d 'Answers with HTTP 429 and 503 say in Retry-After to wait so many seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l truncate -d 'This part of the answers is cut in the middle, 0 to 1' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l expire-sessions -d 'After every so many requests all sessions have expired' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l listen -d 'The address to listen on; any but 127.0.0.1 lets the network in' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l allow-host -d 'Take requests for this host as well, with any port' -r
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l strict -d 'Answer an error where a Vtiger answers no rows because its database refused the query'
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l html-prefix -d 'A PHP warning, as HTML, precedes the JSON'
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l error-bodies -d 'Errors of the cloud edition have their code and message in a body as well, not in the reason phrase alone'
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l log -d 'Tell every request on standard error: status, milliseconds, user, operation, what it was about'
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l console -d 'Serve the console at /: a page with an editor, the requests as they come, and the faults to switch'
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -l json -d 'Say where it is as one line of JSON'
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand sandbox" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand console" -l port -d 'The port; 0 takes a free one' -r
complete -c vtql -n "__fish_vtql_using_subcommand console" -l snapshot -d 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand console" -l url -d 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition' -r
complete -c vtql -n "__fish_vtql_using_subcommand console" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand console" -l access-key-file -d 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand console" -l budget -d 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud\'s plan allows' -r
complete -c vtql -n "__fish_vtql_using_subcommand console" -l profile -d 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set' -r
complete -c vtql -n "__fish_vtql_using_subcommand console" -l timeout -d 'Give a request up that takes longer, in seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand console" -l allow-http -d 'Allow http to this host: the key travels unencrypted (loopback is always allowed)' -r
complete -c vtql -n "__fish_vtql_using_subcommand console" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand console" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand console" -l allow-writes -d 'Let the page change records'
complete -c vtql -n "__fish_vtql_using_subcommand console" -l no-history -d 'Keep nothing of what was run'
complete -c vtql -n "__fish_vtql_using_subcommand console" -l json -d 'Say where it is as one line of JSON'
complete -c vtql -n "__fish_vtql_using_subcommand console" -l access-key-stdin -d 'Read the access key from the first line of standard input'
complete -c vtql -n "__fish_vtql_using_subcommand console" -s v -l verbose -d 'Tell every request on standard error: its operation, its status, how long it took'
complete -c vtql -n "__fish_vtql_using_subcommand console" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand console" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand lsp" -l snapshot -d 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand lsp" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand lsp" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand lsp" -l stdio -d 'Speak over standard input and output: editors say so, and there is no other way'
complete -c vtql -n "__fish_vtql_using_subcommand lsp" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand lsp" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l allow -d 'Show only these modules and fields: Contacts, Accounts.accountname [default: all]' -r
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l mask -d 'Hide the values of these fields, and let no query depend on them: Contacts.email, *.phone' -r
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l max-requests -d 'Send no more requests than so many, all calls together' -r
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l max-rows -d 'Answer with at most so many rows' -r
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l max-tokens -d 'Answer with at most about so many tokens' -r
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l audit -d 'Add a line of JSON to this file for each call: what was asked for, no values' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l http -d 'Serve HTTP at this port of 127.0.0.1, path /mcp, instead of standard input and output; 0 is any free port' -r
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l token-file -d 'Read the token that HTTP clients have to give from this file [default: a new one, shown on standard error]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l snapshot -d 'What the instance has: a snapshot file, a folder of describe answers, or one such answer [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l url -d 'The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the open-source edition' -r
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l user -d 'The user name' -r
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l access-key-file -d 'Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l budget -d 'Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud\'s plan allows' -r
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l profile -d 'The instance, the user and the key that `vtql login` kept under this name, whatever else is set' -r
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l timeout -d 'Give a request up that takes longer, in seconds' -r
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l allow-http -d 'Allow http to this host: the key travels unencrypted (loopback is always allowed)' -r
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l allow-writes -d 'Let records be created, changed and deleted, each after a preview and with its token'
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l no-snapshot -d 'Ask the instance what its modules have, instead of a snapshot'
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -l access-key-stdin -d 'Read the access key from the first line of standard input'
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -s v -l verbose -d 'Tell every request on standard error: its operation, its status, how long it took'
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand mcp" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand completions" -l color -d 'Colours in the output; NO_COLOR turns them off as well' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set'
always\t'Everywhere'
never\t'Nowhere'"
complete -c vtql -n "__fish_vtql_using_subcommand completions" -l config -d 'The settings file, instead of the nearest vtql.toml upwards' -r -F
complete -c vtql -n "__fish_vtql_using_subcommand completions" -s q -l quiet -d 'Leave out summaries and notes'
complete -c vtql -n "__fish_vtql_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "parse" -d 'Show what a query is: its tree, and the text that goes to the server'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "check" -d 'Report everything that is wrong with queries'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "fmt" -d 'Lay queries out'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "explain" -d 'Say what a code means'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "snapshot" -d 'Keep what an instance has in a file, for checks without a connection'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "codegen" -d 'Write Rust functions for queries in files'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "query" -d 'Run a query and print all of its rows'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "export" -d 'Write modules, or the rows of a query, to files or a database'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "sync" -d 'Keep a mirror of modules fresh, in a database or a folder of Parquet'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "repl" -d 'Type queries and see their rows, with completion'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "sql" -d 'Run SQL over modules: joins, groups, any function (vtql-sql)'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "serve" -d 'Serve SQL over modules to programs that speak PostgreSQL (vtql-sql)'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "login" -d 'Keep the connection to an instance under a name'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "modules" -d 'List the modules of an instance'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "describe" -d 'List the fields of a module: types, values, what can be ordered by'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "record" -d 'Show, make, change and delete records'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "quota" -d 'Say how many requests are left'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "sandbox" -d 'Serve a Vtiger with demo data, or yours, on this machine'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "console" -d 'Serve a page to write queries, run them and look at their rows'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "lsp" -d 'Answer an editor: findings, completion and more while queries are written'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "mcp" -d 'Let agents look at a CRM: the Model Context Protocol, with bounds'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "completions" -d 'Print what makes a shell complete the arguments of vtql'
complete -c vtql -n "__fish_vtql_using_subcommand help; and not __fish_seen_subcommand_from parse check fmt explain snapshot codegen query export sync repl sql serve login modules describe record quota sandbox console lsp mcp completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c vtql -n "__fish_vtql_using_subcommand help; and __fish_seen_subcommand_from snapshot" -f -a "pull" -d 'Ask an instance for its modules and fields, and write them to a file'
complete -c vtql -n "__fish_vtql_using_subcommand help; and __fish_seen_subcommand_from snapshot" -f -a "diff" -d 'Say what changed between two snapshots, and which queries that breaks'
complete -c vtql -n "__fish_vtql_using_subcommand help; and __fish_seen_subcommand_from record" -f -a "get" -d 'Show records'
complete -c vtql -n "__fish_vtql_using_subcommand help; and __fish_seen_subcommand_from record" -f -a "create" -d 'Make a record'
complete -c vtql -n "__fish_vtql_using_subcommand help; and __fish_seen_subcommand_from record" -f -a "update" -d 'Change fields of a record'
complete -c vtql -n "__fish_vtql_using_subcommand help; and __fish_seen_subcommand_from record" -f -a "delete" -d 'Delete records'
