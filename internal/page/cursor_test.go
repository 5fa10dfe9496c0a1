package page

import (
	"encoding/base64"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/registrar"
)

const someID = "hdl_00000000000000000000000001"

var (
	byTime = Order{Name: "CREATED_AT", Desc: true, Kind: Number}
	byName = Order{Name: "NAME", Kind: Bytes}
	byCode = Order{Name: "CODE", Kind: Text}
)

// refused tells whether an error is the one for wrong arguments, naming the argument.
func refused(err error, argument string) bool {
	p, is := errors.AsType[*registrar.Problem](err)
	return is && p.Code == registrar.BadUserInput && reflect.DeepEqual(p.Field, []string{argument})
}

func TestCursorsComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.SampledFrom([]Order{byTime, byName, byCode}).Draw(t, "order")
		key := Key{ID: someID}
		switch order.Kind {
		case Number:
			key.Value = rapid.Int64().Draw(t, "number")
		case Text:
			key.Value = rapid.String().Draw(t, "text")
		case Bytes:
			key.Value = rapid.SliceOfN(rapid.Byte(), 1, 128).Draw(t, "bytes")
		}
		cursor := order.Cursor(key)
		w, err := Parse(Args{After: &cursor, Before: &cursor}, order)
		if err != nil || !reflect.DeepEqual(*w.After, key) || !reflect.DeepEqual(*w.Before, key) {
			t.Fatalf("%v became %v and %v (%v)", key, w.After, w.Before, err)
		}
	})
}

func TestWrongCursorsAreRefusedByName(t *testing.T) {
	encode := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	good := byTime.Cursor(Key{Value: int64(7), ID: someID})
	for name, text := range map[string]string{
		"nothing":               "",
		"no base64":             "not a cursor!",
		"no JSON":               encode("hello"),
		"null":                  encode("null"),
		"a list":                encode("[]"),
		"cut off":               good[:len(good)-1],
		"with a line end":       good + "\n",
		"with padding":          good + "==",
		"another order":         byCode.Cursor(Key{Value: "JD1042-HD", ID: someID}),
		"another direction":     Order{Name: "CREATED_AT", Kind: Number}.Cursor(Key{Value: int64(7), ID: someID}),
		"no key":                encode(`{"o":"CREATED_AT","d":true,"i":"` + someID + `"}`),
		"a key of another kind": encode(`{"o":"CREATED_AT","d":true,"t":"7","i":"` + someID + `"}`),
		"a fraction":            encode(`{"o":"CREATED_AT","d":true,"n":7.5,"i":"` + someID + `"}`),
		"too large a number":    encode(`{"o":"CREATED_AT","d":true,"n":92233720368547758080,"i":"` + someID + `"}`),
		"no id":                 encode(`{"o":"CREATED_AT","d":true,"n":7}`),
		"junk for an id":        encode(`{"o":"CREATED_AT","d":true,"n":7,"i":"' OR 1=1"}`),
		"spaces":                encode(`{"o":"CREATED_AT", "d":true,"n":7,"i":"` + someID + `"}`),
		"more members":          encode(`{"o":"CREATED_AT","d":true,"n":7,"i":"` + someID + `","x":1}`),
		"two keys":              encode(`{"o":"CREATED_AT","d":true,"n":7,"t":"7","i":"` + someID + `"}`),
		"something after it":    encode(`{"o":"CREATED_AT","d":true,"n":7,"i":"` + someID + `"}{}`),
	} {
		if _, err := Parse(Args{After: &text}, byTime); !refused(err, "after") {
			t.Errorf("after %s: %v", name, err)
		}
		if _, err := Parse(Args{Before: &text}, byTime); !refused(err, "before") {
			t.Errorf("before %s: %v", name, err)
		}
	}
}

// FuzzCursor gives any text as a cursor of each kind of list: it is refused, or it is one that the list itself writes.
func FuzzCursor(f *testing.F) {
	f.Add(byTime.Cursor(Key{Value: int64(math.MaxInt64), ID: someID}))
	f.Add(byName.Cursor(Key{Value: []byte{0, 255}, ID: someID}))
	f.Add(byCode.Cursor(Key{Value: "JD1042-HD", ID: someID}))
	f.Add(base64.RawURLEncoding.EncodeToString([]byte(`{"o":"CODE","t":"\ud800","i":"` + someID + `"}`)))
	f.Add(base64.RawURLEncoding.EncodeToString([]byte(`{"O":"NAME","b":"","i":"` + someID + `"}`)))
	f.Add(strings.Repeat("A", 1000))
	f.Fuzz(func(t *testing.T, text string) {
		for _, order := range []Order{byTime, byName, byCode} {
			w, err := Parse(Args{After: &text}, order)
			switch {
			case err != nil && !refused(err, "after"):
				t.Errorf("%q: %v", text, err)
			case err == nil && order.Cursor(*w.After) != text:
				t.Errorf("%q was taken for a cursor of %v", text, *w.After)
			}
		}
	})
}
