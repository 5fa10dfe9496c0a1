package plan

import (
	"strconv"

	"github.com/handledesk/handledesk/internal/registrar"
)

// member is a field of an object in the answer.
type member[T any] struct {
	name  string // with quotes and colon
	write func(x *run, of T) error
}

// writeObject writes an object of its members.
func writeObject[T any](x *run, members []member[T], of T) error {
	x.out = append(x.out, '{')
	for i := range members {
		if i > 0 {
			x.out = append(x.out, ',')
		}
		x.out = append(x.out, members[i].name...)
		if err := members[i].write(x, of); err != nil {
			return err
		}
	}
	x.out = append(x.out, '}')
	return nil
}

// writeList writes a list of what the function writes.
func writeList[T any](x *run, items []T, write func(x *run, of T) error) error {
	x.out = append(x.out, '[')
	for i := range items {
		if i > 0 {
			x.out = append(x.out, ',')
		}
		if err := write(x, items[i]); err != nil {
			return err
		}
	}
	x.out = append(x.out, ']')
	return nil
}

func (x *run) null()         { x.out = append(x.out, "null"...) }
func (x *run) number(n int)  { x.out = strconv.AppendInt(x.out, int64(n), 10) }
func (x *run) flag(f bool)   { x.out = strconv.AppendBool(x.out, f) }
func (x *run) text(s string) { x.out = appendText(x.out, s) }

func (x *run) optionalText(s *string) {
	if s == nil {
		x.null()
		return
	}
	x.text(*s)
}

// word writes the name of an enum's value.
func word[W ~string](x *run, w W) {
	x.out = append(x.out, '"')
	x.out = append(x.out, w...)
	x.out = append(x.out, '"')
}

func words[W ~string](x *run, all []W) {
	x.out = append(x.out, '[')
	for i, w := range all {
		if i > 0 {
			x.out = append(x.out, ',')
		}
		word(x, w)
	}
	x.out = append(x.out, ']')
}

// setTexts are the texts of all sets of a few words, by their bits.
type setTexts[S ~int] struct {
	texts [16]string
	other func(S) string
}

func textsOf[S ~int, W ~string](names func(S) []W) *setTexts[S] {
	write := func(set S) string {
		var x run
		words(&x, names(set))
		return string(x.out)
	}
	t := &setTexts[S]{other: write}
	for set := range t.texts {
		t.texts[set] = write(S(set))
	}
	return t
}

func (t *setTexts[S]) of(set S) string {
	if int(set) < len(t.texts) && set >= 0 {
		return t.texts[set]
	}
	return t.other(set)
}

var (
	roleTexts   = textsOf(registrar.RoleSet.Roles)
	statusTexts = textsOf(registrar.StatusSet.Names)
)

func (x *run) texts(all []string) {
	x.out = append(x.out, '[')
	for i, s := range all {
		if i > 0 {
			x.out = append(x.out, ',')
		}
		x.text(s)
	}
	x.out = append(x.out, ']')
}

// instant writes a point in time in UTC, to the millisecond, as the scalar DateTime does.
func (x *run) instant(i registrar.Instant) {
	x.out = append(x.out, '"')
	x.out = appendInstant(x.out, i)
	x.out = append(x.out, '"')
}

func (x *run) optionalInstant(i *registrar.Instant) {
	if i == nil {
		x.null()
		return
	}
	x.instant(*i)
}

func appendInstant(out []byte, i registrar.Instant) []byte {
	t := i.Time()
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	out = appendDigits(out, year, 4)
	out = appendDigits(append(out, '-'), int(month), 2)
	out = appendDigits(append(out, '-'), day, 2)
	out = appendDigits(append(out, 'T'), hour, 2)
	out = appendDigits(append(out, ':'), minute, 2)
	out = appendDigits(append(out, ':'), second, 2)
	out = appendDigits(append(out, '.'), t.Nanosecond()/1_000_000, 3)
	return append(out, 'Z')
}

func appendDigits(out []byte, n, width int) []byte {
	out = append(out, "0000"[:width]...)
	for i := len(out) - 1; n > 0; i-- {
		out[i] = '0' + byte(n%10)
		n /= 10
	}
	return out
}

// appendText writes a text in quotes, escaped as gqlgen's MarshalString does.
func appendText(out []byte, text string) []byte {
	const hex = "0123456789ABCDEF"
	out = append(out, '"')
	start := 0
	for i := range len(text) {
		c := text[i]
		if c >= 0x20 && c != '\\' && c != '"' {
			continue
		}
		out = append(out, text[start:i]...)
		switch c {
		case '\t':
			out = append(out, `\t`...)
		case '\r':
			out = append(out, `\r`...)
		case '\n':
			out = append(out, `\n`...)
		case '\\', '"':
			out = append(out, '\\', c)
		default:
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		start = i + 1
	}
	out = append(out, text[start:]...)
	return append(out, '"')
}

func optionalWord[W ~string](x *run, w *W) {
	if w == nil {
		x.null()
		return
	}
	word(x, *w)
}
