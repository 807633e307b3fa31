//! Classes of PHP 8.1 and later, which are made of decoded JSON and say what does not fit.

use super::record::{Holds, Member, Record, one_line};
use std::fmt::Write;

const HELPERS: &str = r"
/** Values of decoded JSON. */
final class Values
{
    /** @param array<mixed> $record */
    public static function text(array $record, string $key): string
    {
        $value = self::maybe($record, $key);
        if ($value === null) {
            throw new \UnexpectedValueException('`' . $key . '` is not set');
        }
        return $value;
    }

    /** @param array<mixed> $record */
    public static function maybe(array $record, string $key): ?string
    {
        if (!array_key_exists($key, $record)) {
            throw new \UnexpectedValueException('there is no `' . $key . '`');
        }
        return self::perhaps($record, $key);
    }

    /** @param array<mixed> $record */
    public static function perhaps(array $record, string $key): ?string
    {
        $value = $record[$key] ?? null;
        if ($value !== null && !is_string($value)) {
            throw new \UnexpectedValueException('`' . $key . '` is no text');
        }
        return $value;
    }
}
";

pub(super) fn write(records: &[Record], made_by: &str) -> String {
    let mut text = format!("<?php\n// {made_by}\n\ndeclare(strict_types=1);\n\nnamespace Crm;\n{HELPERS}");
    for record in records {
        let about: Vec<String> = record.about.lines().map(one_line).collect();
        let _ = writeln!(text, "\n/** {} */\nfinal class {}\n{{", about.join("\n * "), record.name);
        for member in &record.members {
            if let Holds::Choice(values) = &member.holds {
                let values: Vec<String> = values.iter().map(|value| string(value)).collect();
                let (label, name) = (one_line(&member.label), variable(&member.key).to_uppercase());
                let _ = writeln!(text, "    /** {label}: what the picklist offers. */");
                let _ = writeln!(text, "    public const {name} = [{}];", values.join(", "));
            }
        }
        text.push_str("    public function __construct(\n");
        for member in &record.members {
            let (label, words) = (one_line(&member.label), member.holds.in_words());
            let (optional, name) =
                (if member.unset || member.absent { "?" } else { "" }, variable(&member.key));
            let _ = writeln!(text, "        /** {label}: {words} */");
            let _ = writeln!(text, "        public readonly {optional}string ${name},");
        }
        text.push_str("    ) {\n    }\n\n    /**\n     * A record as the API answers it.\n     *\n");
        text.push_str("     * @param array<mixed> $record\n     */\n");
        text.push_str(
            "    public static function from(array $record): self\n    {\n        return new self(\n",
        );
        for member in &record.members {
            let _ = writeln!(text, "            {},", read(member));
        }
        text.push_str("        );\n    }\n}\n");
    }
    text
}

fn read(member: &Member) -> String {
    let how = match (member.absent, member.unset) {
        (true, _) => "perhaps",
        (false, true) => "maybe",
        (false, false) => "text",
    };
    format!("Values::{how}($record, {})", string(&member.key))
}

/// The name of a property: letters, digits and `_`, not `this`.
fn variable(key: &str) -> String {
    let word = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = key.chars().map(word).collect();
    if name == "this" || name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}

fn string(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}
