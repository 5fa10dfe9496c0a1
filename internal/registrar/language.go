package registrar

import "golang.org/x/text/language"

// maxLanguage is the length of tag that RFC 5646, section 4.4.1, asks every program to take.
const maxLanguage = 35

// checkLanguage returns a typed BCP 47 tag in canonical form (RFC 5646, section 4.5), such as pt-BR for "pt_br".
// An empty text stays empty: the language is then unknown.
func checkLanguage(typed string) (string, *Problem) {
	const advice = "Give a BCP 47 tag such as en, pt-BR or zh-Hant."
	text, fault := cleanText(typed)
	if text == "" {
		return "", nil
	}
	if fault != "" {
		return text, Refuse(Invalid, "The language "+fault+" "+advice)
	}
	if len(text) > maxLanguage {
		return text, Refuse(TooLong, "The language tag has more than 35 characters. "+advice)
	}
	tag, err := language.BCP47.Parse(text)
	if err != nil || tag == language.Und {
		return text, Refuse(Invalid, "The language is not known. "+advice)
	}
	return tag.String(), nil
}
