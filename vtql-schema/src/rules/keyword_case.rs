use super::{Context, rule::rule};
use vtql_parser::diagnostic::{Edit, Fix, Safety};
use vtql_parser::{Diagnostic, Token, TokenKind};

rule! {
    /// A keyword is not in small letters
    ///
    /// ## What it does
    /// Reports keywords with capital letters. It is off unless it is asked for.
    ///
    /// ## Why
    /// Keywords ignore case, names do not. With keywords in small letters every capital letter matters.
    ///
    /// ## Example
    /// ```vtql
    /// SELECT id FROM Contacts;
    /// ```
    ///
    /// ## Fix
    /// Write `select id from Contacts;`, or let `vtql fmt` do it. This fix can be applied safely.
    "V305", "keyword-case", Allow, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let is_upper = |token: &&Token| {
        let has_capitals = || cx.tokens.written(**token).bytes().any(|b| b.is_ascii_uppercase());
        token.kind == TokenKind::Keyword && has_capitals()
    };
    let keywords: Vec<Token> = cx.tokens.inside(cx.query.span).iter().filter(is_upper).copied().collect();
    let Some(first) = keywords.first() else { return };
    let lower =
        |token: &Token| Edit { span: token.span, text: cx.tokens.written(*token).to_ascii_lowercase() };
    let message = match keywords.len() {
        1 => "a keyword is not in small letters".to_owned(),
        count => format!("{count} keywords are not in small letters"),
    };
    let mut finding = RULE.finding(first.span, message).label("here");
    let edits = keywords.iter().map(lower).collect();
    finding.fixes.push(Fix { title: "write keywords in small letters".to_owned(), safety: Safety::Safe, edits });
    findings.push(finding);
}
