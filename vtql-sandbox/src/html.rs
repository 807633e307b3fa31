//! PHP's `htmlentities`.

/// The names of U+00A0 to U+00FF.
const LATIN_1: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn \
    sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde \
    Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde \
    Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil \
    egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave \
    uacute ucirc uuml yacute thorn yuml";

/// Text with entities for the characters of HTML and of Latin 1, as the server writes labels, and nothing
/// else (observed).
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#039;"),
            '\u{a0}'..='\u{ff}' => {
                let name = LATIN_1.split(' ').nth(c as usize - 0xa0).unwrap_or_default();
                escaped.extend(["&", name, ";"]);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// A label as the server writes it: trimmed, and with entities that are never written twice (observed).
pub(crate) fn label(text: &str) -> String {
    escape(unescape(text).trim())
}

/// Text with the characters that its entities stand for.
fn unescape(text: &str) -> String {
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        unescaped.push_str(before);
        let entity = after.split_once(';').and_then(|(name, after)| Some((meaning(name)?, after)));
        match entity {
            Some((c, after)) => {
                unescaped.push(c);
                rest = after;
            }
            None => {
                unescaped.push('&');
                rest = after;
            }
        }
    }
    unescaped.push_str(rest);
    unescaped
}

/// The character that an entity stands for.
fn meaning(name: &str) -> Option<char> {
    let code = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        _ => match name.strip_prefix('#') {
            Some(hex) if hex.starts_with(['x', 'X']) => code(hex.get(1..)?, 16),
            Some(decimal) => code(decimal, 10),
            None => {
                let position = LATIN_1.split(' ').position(|known| known == name)?;
                u32::try_from(position).ok().and_then(|position| char::from_u32(0xa0 + position))
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_latin_1_have_names() {
        assert_eq!(LATIN_1.split(' ').count(), 96);
        assert_eq!(escape("\u{c9}\"'\\ Rec"), "&Eacute;&quot;&#039;\\ Rec");
        assert_eq!(
            escape("<b> & \u{fc}\u{df}\u{ff}\u{a0} \u{141}"),
            "&lt;b&gt; &amp; &uuml;&szlig;&yuml;&nbsp; \u{141}"
        );
    }

    #[test]
    fn entities_in_a_label_are_not_written_twice() {
        assert_eq!(label("&lt;x&gt; &amp;amp; &#39; &eacute;"), "&lt;x&gt; &amp;amp; &#039; &eacute;");
        assert_eq!(label(" a & b &nope; &#x41;&#xd800; &"), "a &amp; b &amp;nope; A&amp;#xd800; &amp;");
    }
}
