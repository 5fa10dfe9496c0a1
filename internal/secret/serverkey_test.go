package secret

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// testKey is a key of 32 times the same byte.
func testKey(b byte) ServerKey { return NewServerKey(bytes.NewReader(bytes.Repeat([]byte{b}, 32))) }

// The values are fixed and were worked out apart from this package: links that were mailed must stay valid.
func TestKnownMailedTokenStaysValid(t *testing.T) {
	if text, _ := testKey(7).Token("CONFIRM", "hdl_1", "2"); text != knownToken {
		t.Errorf("got %q, want %q", text, knownToken)
	}
	if got := testKey(7).Pseudonym("CONFIRM", "hdl_1", "2"); got != knownPseudonym {
		t.Errorf("got %q, want %q", got, knownPseudonym)
	}
}

const (
	knownToken     = "hdt_" + "RYaV3GN6gwFMhJZogNP1QDMYyd7KFFyNGRGLuSvj50434faDb"
	knownPseudonym = "321b5caf0cc100d55d1c00f6793d4d4828bf99424afb8610d528c14e1e36deea"
)

func TestMailedTokensAreParsed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := NewServerKey(bytes.NewReader(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "key")))
		parts := rapid.SliceOfN(rapid.String(), 0, 4).Draw(t, "parts")
		text, hash := key.Token(parts...)
		again, _ := key.Token(parts...)
		if text != again {
			t.Fatalf("the same parts give %q and %q", text, again)
		}
		if want := sha256.Sum256([]byte(text)); !bytes.Equal(hash, want[:]) || !pattern.MatchString(text) {
			t.Fatalf("%q has another form, or the hash is not its SHA-256", text)
		}
		kind, parsed, err := Parse(text)
		if kind != Mailed || !bytes.Equal(parsed, hash) || err != nil {
			t.Fatalf("Parse gives %q, %x, %v", kind, parsed, err)
		}
	})
}

func TestOtherPartsOrAnotherKeyGiveAnotherToken(t *testing.T) {
	lists := [][]string{
		{}, {""}, {"", ""}, {"a"}, {"a", ""}, {"", "a"}, {"a", "bc"}, {"ab", "c"}, {"abc"}, {"A", "bc"}, {"a", "b", "c"},
		{"\x00\x00\x00\x00\x00\x00\x00\x01a"}, {"a\x00\x00\x00\x00\x00\x00\x00\x01b"}, {"a", "b"},
	}
	tokens, pseudonyms := map[string]int{}, map[string]int{}
	for i, parts := range lists {
		for _, key := range []ServerKey{testKey(1), testKey(2)} {
			text, _ := key.Token(parts...)
			tokens[text] = i
			pseudonyms[key.Pseudonym(parts...)] = i
		}
	}
	if len(tokens) != 2*len(lists) || len(pseudonyms) != 2*len(lists) {
		t.Errorf("%d tokens and %d pseudonyms differ, want %d", len(tokens), len(pseudonyms), 2*len(lists))
	}
}

// Whoever reads the throttle table learns no token from it.
func TestAPseudonymIsNotTheBitsOfAToken(t *testing.T) {
	text, _ := testKey(1).Token("a")
	number, ok := new(big.Int).SetString(text[prefixLength:prefixLength+randomLength], len(alphabet))
	if !ok {
		t.Fatalf("%q holds no number", text)
	}
	written := fmt.Sprintf("%064x", number)
	if got := testKey(1).Pseudonym("a"); got == written || len(got) != 64 {
		t.Errorf("the pseudonym %q tells the token's bits", got)
	}
}

func TestSpoiltTokensFailByTheirForm(t *testing.T) {
	text, _ := testKey(5).Token("CONFIRM", "hdl_1")
	for name, spoilt := range map[string]string{
		"capitals":    strings.ToUpper(text),
		"small":       strings.ToLower(text),
		"prefix":      "HDT_" + text[4:],
		"swapped":     text[:4] + swapCase(text[4:]),
		"cut short":   text[:len(text)-1],
		"cut in half": text[:30],
		"doubled":     text + text,
		"dot":         text + ".",
		"bracket":     text + ">",
		"space":       " " + text,
		"line break":  text[:30] + "=\r\n" + text[30:],
		"as session":  string(Session) + text[4:],
	} {
		if kind, hash, err := Parse(spoilt); err == nil || kind != "" || hash != nil {
			t.Errorf("%s: %q is taken as %s", name, spoilt, kind)
		}
	}
}

func swapCase(text string) string {
	return strings.Map(func(r rune) rune {
		if upper := strings.ToUpper(string(r)); upper != string(r) {
			return rune(upper[0])
		}
		return rune(strings.ToLower(string(r))[0])
	}, text)
}

func TestParseServerKey(t *testing.T) {
	digits := strings.Repeat("0a", 31) + "fF"
	key, err := ParseServerKey(" " + digits + "\n")
	bits := append(bytes.Repeat([]byte{0x0a}, 31), 0xff)
	if err != nil || key.Pseudonym() != NewServerKey(bytes.NewReader(bits)).Pseudonym() {
		t.Errorf("got %v", err)
	}
	for _, bad := range []string{"", digits[1:], digits + "00", "0x" + digits, digits[:62] + "zz", digits[:32] + " " + digits[32:]} {
		key, err := ParseServerKey(bad)
		if err == nil || key.mac != nil || !strings.Contains(err.Error(), "64 hexadecimal digits") {
			t.Errorf("%q gives %v", bad, err)
		} else if strings.Contains(err.Error(), "0a0a") {
			t.Errorf("the error repeats the key: %v", err)
		}
	}
}

func TestAServerKeyIsNeverShown(t *testing.T) {
	key := testKey('k')
	holder := struct{ key ServerKey }{key}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("start", "key", key, "group", slog.AnyValue(map[string]ServerKey{"k": key}))
	slog.New(slog.NewTextHandler(&log, nil)).Info("start", "key", key, "options", holder)
	encoded, err := json.Marshal(map[string]any{"key": key, "exported": struct{ Key ServerKey }{key}})
	if err != nil {
		t.Fatal(err)
	}
	shown := log.String() + string(encoded) + key.String() + fmt.Errorf("with %w: %v", fmt.Errorf("%v", key), key).Error()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%b", "%c", "%U"} {
		shown += fmt.Sprintf(verb, key) + fmt.Sprintf(verb, &key) + fmt.Sprintf(verb, holder) + fmt.Sprintf(verb, []ServerKey{key})
	}
	for _, secret := range []string{"kk", "6b6b", "6B6B", "107 107", "107,107", "0x6b, 0x6b", "153 153", "1101011 1101011", "k k", "U+006B U+006B"} {
		if strings.Contains(shown, secret) {
			t.Errorf("the key is shown as %q in %s", secret, shown)
		}
	}
	if !strings.Contains(shown, hidden) {
		t.Errorf("nothing says that there is a key: %s", shown)
	}
}

func TestTheZeroKeyDerivesNothing(t *testing.T) {
	for name, derive := range map[string]func(){
		"Token":     func() { ServerKey{}.Token("a") },
		"Pseudonym": func() { ServerKey{}.Pseudonym("a") },
		"too short": func() { NewServerKey(bytes.NewReader(make([]byte, 31))) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: a missing key is taken for one", name)
				}
			}()
			derive()
		}()
	}
	a, _ := NewServerKey(rand.Reader).Token()
	b, _ := NewServerKey(rand.Reader).Token()
	if a == b {
		t.Error("two keys are equal")
	}
}
