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
}
