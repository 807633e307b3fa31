//! Every form of literal of every language, as a template of source: `@` is where the text stands.

use vtql_hosts::Language;

/// How a text is written between the delimiters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Write {
    /// As it is.
    Plain,
    /// With `'` as `\'`.
    Quote,
    /// With `'` twice.
    Doubled,
    /// Percent-encoded.
    Percent,
    /// With `'` as a reference of HTML.
    Entity,
}

pub(super) struct Form {
    pub(super) language: Language,
    pub(super) source: &'static str,
    pub(super) write: Write,
    /// Whether a fix can be written there.
    pub(super) fixes: bool,
}

const fn form(language: Language, source: &'static str) -> Form {
    Form { language, source, write: Write::Plain, fixes: true }
}

const fn with(language: Language, source: &'static str, write: Write) -> Form {
    Form { language, source, write, fixes: !matches!(write, Write::Percent) }
}

#[rustfmt::skip]
pub(super) const FORMS: &[Form] = &[
    form(Language::Php, "<?php\n$x = \"é\";\t$q = \"@\";\n"),
    with(Language::Php, "<?php\n$q = '@';\n", Write::Quote),
    form(Language::Php, "<?php\n$q = <<<SQL\n  @\nSQL;\n"),
    form(Language::Php, "<?php\n$q = <<<'SQL'\n\t@\nSQL;\n"),
    form(Language::Php, "<?php\n$q = 'select id from Leads where lastname = \"x\";'; $r = \"@\" . ' ';\n"),
    form(Language::Python, "# é\nq = \"@\"\n"),
    with(Language::Python, "q = '@'\n", Write::Quote),
    form(Language::Python, "q = \"\"\"\n\t@\n\"\"\"\n"),
    form(Language::Python, "q = '''@ '''\n"),
    form(Language::Python, "q = r\"@\"\n"),
    form(Language::Python, "q = b\"@\"\n"),
    form(Language::Python, "q = f\"@\"\n"),
    form(Language::Python, "q = rf\"\"\"@\"\"\"\n"),
    form(Language::Python, "q = (\"select id, \"\n  \"lastname \" f\"\")\nr = u\"@\"\n"),
    form(Language::JavaScript, "const é = 1;\tconst q = \"@\";\n"),
    with(Language::JavaScript, "const q = '@';\n", Write::Quote),
    form(Language::JavaScript, "const q = `日本`, r = `\n  @`;\n"),
    form(Language::JavaScript, "const q = String.raw`@`;\n"),
    form(Language::JavaScript, "const x = <a b=\"é\">{f(\"@\")}</a>;\n"),
    with(Language::JavaScript, "const u = \"https://é/webservice.php?operation=query&query=@\";\n", Write::Percent),
    form(Language::JavaScript, "const u = b + \"?operation=query&query=\" + encodeURIComponent(\"@\");\n"),
    form(Language::TypeScript, "const q: string = \"@\";\n"),
    form(Language::TypeScript, "const q = `@` as const;\n"),
    form(Language::Tsx, "const x = <a b=\"é\">{f(`@`)}</a>;\n"),
    form(Language::Java, "class É { String q = \"@\"; }\n"),
    form(Language::Java, "class A { String q = \"\"\"\n    @\n    \"\"\"; }\n"),
    form(Language::Java, "class A { String q = new StringBuilder(\"@\").append(\" \").toString(); }\n"),
    form(Language::CSharp, "class É { string q = \"@\"; }\n"),
    form(Language::CSharp, "class A { string q = @\"\n @\"; }\n"),
    form(Language::CSharp, "class A { string q = $\"@\"; }\n"),
    form(Language::CSharp, "class A { string q = $@\"@\"; }\n"),
    form(Language::CSharp, "class A { string q = \"\"\"\n   @\n   \"\"\"; }\n"),
    form(Language::CSharp, "class A { string q = $\"\"\"@\"\"\"; }\n"),
    form(Language::Go, "package p\nvar é = \"@\"\n"),
    form(Language::Go, "package p\nvar q = `\n\t@`\n"),
    form(Language::Ruby, "# é\nq = \"@\"\n"),
    with(Language::Ruby, "q = '@'\n", Write::Quote),
    form(Language::Ruby, "q = <<~SQL\n  @\nSQL\n"),
    form(Language::Ruby, "q = <<-'SQL'\n  @\n  SQL\n"),
    form(Language::Ruby, "q = %q(@)\n"),
    form(Language::Ruby, "q = %Q{@}\n"),
    form(Language::Kotlin, "val é = \"@\"\n"),
    form(Language::Kotlin, "val q = \"\"\"\n  @\n\"\"\".trimIndent()\n"),
    form(Language::Swift, "let é = \"@\"\n"),
    form(Language::Swift, "let q = \"\"\"\n  @\n  \"\"\"\n"),
    form(Language::Swift, "let q = #\"@\"#\n"),
    form(Language::Scala, "object É { val q = \"@\" }\n"),
    form(Language::Scala, "object A { val q = \"\"\"@\"\"\" }\n"),
    form(Language::Scala, "object A { val q = s\"@\" }\n"),
    form(Language::Scala, "object A { val q = s\"\"\"\n @\"\"\" }\n"),
    form(Language::ObjectiveC, "NSString *q = @\"@\";\n"),
    form(Language::ObjectiveC, "const char *q = \"@\";\n"),
    form(Language::Bash, "# é\nQ=\"@\"\n"),
    with(Language::Bash, "Q=$'@'\n", Write::Quote),
    form(Language::Bash, "curl -G \"$U/webservice.php\" --data-urlencode \"query=@\"\n"),
    form(Language::Bash, "cat <<É\n@\nÉ\n"),
    form(Language::Rust, "fn f() { let é = \"@\"; }\n"),
    form(Language::Rust, "fn f() { let q = r#\"@\"#; }\n"),
    form(Language::Rust, "fn f() { let q = \"x\\\n   y\"; let r = \"\\\n   @\"; }\n"),
    form(Language::Rust, "fn f() { let q = vtql!(\"@\"); }\n"),
    form(Language::Rust, "fn f() { let q = vtql_wire!(\"@\"); }\n"),
    form(Language::Json, "{\"é\": \"日\", \"q\": \"@\"}\n"),
    form(Language::Json, "{\"vtiger\": 1, \"jsCode\": \"const q = `@`;\\nreturn q;\"}\n"),
    form(Language::Yaml, "é: 1\nq: \"@\"\n"),
    with(Language::Yaml, "q: '@'\n", Write::Doubled),
    form(Language::Yaml, "a:\n  q: |\n    @\n"),
    form(Language::Yaml, "a:\n  - q: >-\n      @\n"),
    form(Language::Yaml, "q: @\n"),
    form(Language::Markdown, "# é\n\n```sql\n@\n```\n"),
    form(Language::Markdown, "> ```python\n> q = \"@\"\n> ```\n"),
    form(Language::Html, "<p>é</p><script>const q = \"@\";</script>\n"),
    with(Language::Html, "<b title='é' onclick='f(\"@\")'>\n", Write::Entity),
    form(Language::Php, "<?php\nif (1) {\n    $q = <<<SQL\n      @\n      SQL;\n}\n"),
    form(Language::Php, "<?php\n$q = sprintf(\"@\", $é);\n"),
    with(Language::Php, "<?php\n$u = \"https://é/webservice.php?operation=query&query=@\";\n", Write::Percent),
    form(Language::Python, "q = (f\"\"\"\n\t@\n\"\"\")\n"),
    form(Language::Python, "q = Rb\"@\"\n"),
    with(Language::Python, "u = base + \"/webservice.php?operation=query&query=@\"\n", Write::Percent),
    form(Language::TypeScript, "const u = `${é}/webservice.php?operation=query&query=${encodeURIComponent(`@`)}`;\n"),
    with(Language::TypeScript, "const q: string = '@';\n", Write::Quote),
    form(Language::Tsx, "const q = \"@\";\n"),
    with(Language::Tsx, "const q = '@';\n", Write::Quote),
    form(Language::JavaScript, "const q = [\"select id\", \"x\"], r = f({ query: `\t@` });\n"),
    form(Language::Java, "class A { String q = String.format(\"@\", é); }\n"),
    form(Language::CSharp, "class A { string q = @$\"\n\t@\"; }\n"),
    form(Language::CSharp, "class A { string q = $$\"\"\"\n   @\n   \"\"\"; }\n"),
    form(Language::CSharp, "class A { string q = string.Format(\"@\", é); }\n"),
    with(Language::Go, "package p\nvar u = \"https://é/webservice.php?operation=query&query=@\"\n", Write::Percent),
    form(Language::Go, "package p\nvar q = fmt.Sprintf(\"@\", é)\n"),
    form(Language::Ruby, "q = <<SQL\n@\nSQL\n"),
    form(Language::Ruby, "q = <<~\"SQL\".squish\n  @\nSQL\n"),
    form(Language::Ruby, "q = %[@]\n"),
    form(Language::Kotlin, "val q = \"\"\"@\"\"\"\n"),
    form(Language::Kotlin, "val é = \" \" + \"@\"\n"),
    form(Language::Swift, "let q = ##\"@\"##\n"),
    form(Language::Swift, "let q = #\"\"\"\n  @\n  \"\"\"#\n"),
    form(Language::Scala, "object A { val q = raw\"@\" }\n"),
    form(Language::Scala, "object A { val q = \"\"\"\n    |@\"\"\".stripMargin }\n"),
    form(Language::ObjectiveC, "NSString *q = [NSString stringWithFormat:@\"@\", é];\n"),
    form(Language::Bash, "cat <<-É\n\t@\nÉ\n"),
    form(Language::Bash, "cat <<'É'\n@\nÉ\n"),
    with(Language::Bash, "curl \"https://é/webservice.php?operation=query&query=@\"\n", Write::Percent),
    form(Language::Rust, "fn f() { let q = format!(\"@\"); }\n"),
    form(Language::Rust, "fn f() { let q = concat!(\"é\", \"\"); let r = r\"@\"; }\n"),
    form(Language::Rust, "/// é\n///\n/// ```no_run\n/// q(\"@\");\n/// ```\nfn f() {}\n"),
    form(Language::Json, "{\"é\": [\"x\", {\"query\": \"@\"}]}\n"),
    with(Language::Json, "{\"url\": \"https://é/webservice.php?operation=query&query=@\"}\n", Write::Percent),
    form(Language::Yaml, "é: {q: \"@\"}\n"),
    form(Language::Yaml, "jobs:\n  é:\n    run: |\n      curl -G x --data-urlencode \"query=@\"\n"),
    form(Language::Yaml, "q: >\n  @\n"),
    form(Language::Markdown, "- é\n\n  ~~~js\n  f(\"@\");\n  ~~~\n"),
    form(Language::Markdown, "```php\n$q = \"@\";\n```\n"),
    form(Language::Html, "<script lang=\"ts\">const q: string = `@`;</script>\n"),
];

/// Each language has its forms here.
#[test]
fn every_language_has_forms() {
    for language in Language::all() {
        assert!(FORMS.iter().any(|form| form.language == language), "{}", language.name());
    }
}

impl Form {
    /// The source with a text in it, and where the text begins.
    pub(super) fn source(&self, text: &str) -> String {
        let written = match self.write {
            Write::Plain => text.to_owned(),
            Write::Quote => text.replace('\'', "\\'"),
            Write::Doubled => text.replace('\'', "''"),
            Write::Entity => text.replace('\'', "&#39;"),
            Write::Percent => text
                .bytes()
                .map(|byte| match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => char::from(byte).to_string(),
                    _ => format!("%{byte:02X}"),
                })
                .collect(),
        };
        // `@"` is a delimiter of two languages.
        match self.source.rsplit_once('@') {
            Some((before, after)) => format!("{before}{written}{after}"),
            None => written,
        }
    }
}
