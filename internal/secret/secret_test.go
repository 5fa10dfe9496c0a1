package secret

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"io"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var pattern = regexp.MustCompile(`^hd[kst]_[0-9A-Za-z]{49}$`)

func TestNewSecretsHaveTheDocumentedForm(t *testing.T) {
	for kind, create := range map[Kind]func(io.Reader) (string, []byte){APIKey: NewAPIKey, Session: NewSession} {
		rapid.Check(t, func(t *rapid.T) {
			bits := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "bits")
			text, hash := create(bytes.NewReader(bits))
			if !pattern.MatchString(text) || !strings.HasPrefix(text, string(kind)) {
				t.Fatalf("%q has another form", text)
			}
			if want := sha256.Sum256([]byte(text)); !bytes.Equal(hash, want[:]) {
				t.Fatalf("the hash is not the text's SHA-256")
			}
			number, ok := new(big.Int).SetString(text[4:47], 62)
			if !ok || !bytes.Equal(number.FillBytes(make([]byte, 32)), bits) {
				t.Fatalf("%q does not hold all the random bits", text)
			}
			gotKind, gotHash, err := Parse(text)
			if gotKind != kind || !bytes.Equal(gotHash, hash) || err != nil {
				t.Fatalf("Parse gives %q, %x, %v", gotKind, gotHash, err)
			}
		})
	}
}

// The values are fixed and were worked out apart from this package: secrets that were given out must stay valid.
func TestKnownSecretStaysValid(t *testing.T) {
	text, _ := NewAPIKey(bytes.NewReader(bytes.Repeat([]byte{0xff}, 32)))
	if text != knownKey {
		t.Errorf("got %q, want %q", text, knownKey)
	}
	if zero, _ := NewSession(bytes.NewReader(make([]byte, 32))); zero != knownSession {
		t.Errorf("got %q, want %q", zero, knownSession)
	}
}

const (
	knownKey     = "hdk_" + "YHJSKWDa6oz1al1yMhwzwM8llg7hJNUca2J5RoW8xP13kEFJH"
	knownSession = "hds_" + "00000000000000000000000000000000000000000000ALLKt"
)

func TestTwoSecretsDiffer(t *testing.T) {
	a, _ := NewAPIKey(rand.Reader)
	b, _ := NewAPIKey(rand.Reader)
	if a == b {
		t.Error("two keys are equal")
	}
}

func TestOneChangedCharacterBreaksTheChecksum(t *testing.T) {
	text, _ := NewAPIKey(rand.Reader)
	for i := prefixLength; i < len(text); i++ {
		for _, c := range []byte(alphabet) {
			if c == text[i] {
				continue
			}
			changed := text[:i] + string(c) + text[i+1:]
			if _, _, err := Parse(changed); err == nil {
				t.Fatalf("with %q at %d the key is still taken", c, i)
			}
		}
	}
	for i := prefixLength; i+1 < len(text); i++ {
		if text[i] == text[i+1] {
			continue
		}
		swapped := text[:i] + string(text[i+1]) + string(text[i]) + text[i+2:]
		if _, _, err := Parse(swapped); err == nil {
			t.Fatalf("with characters %d and %d swapped the key is still taken", i, i+1)
		}
	}
	for _, kind := range []Kind{Session, Mailed} {
		if _, _, err := Parse(string(kind) + text[prefixLength:]); err == nil {
			t.Errorf("a key passes as a secret of the kind %s", kind)
		}
	}
}

func TestParseSaysWhatWasExpectedWithoutTheSecret(t *testing.T) {
	text, _ := NewAPIKey(rand.Reader)
	for bad, says := range map[string]string{
		"":                          "starts with hdk_",
		"Bearer " + text:            "starts with hdk_",
		"ghp_" + text[4:]:           "starts with hdk_",
		text[:52]:                   "49 letters and digits",
		text + "0":                  "49 letters and digits",
		text[:20] + "-" + text[21:]: "49 letters and digits",
		text[:52] + "\n":            "49 letters and digits",
		text[:47] + "000000":        "checksum",
	} {
		kind, hash, err := Parse(bad)
		if err == nil || kind != "" || hash != nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %q, %x, %v, want an error with %q", kind, hash, err, says)
			continue
		}
		if strings.Contains(err.Error(), text[4:12]) || strings.Contains(err.Error(), text[40:47]) {
			t.Errorf("the error repeats the secret: %v", err)
		}
	}
}

func TestHintShowsLittle(t *testing.T) {
	text, _ := NewAPIKey(rand.Reader)
	if got := Hint(text); got != text[43:47] || len(got) != 4 {
		t.Errorf("Hint gives %q", got)
	}
	if got := Hint("hdk_short"); got != "" {
		t.Errorf("Hint of a stub gives %q", got)
	}
}

func TestBrokenRandomnessStops(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a secret was made of too little randomness")
		}
	}()
	NewAPIKey(bytes.NewReader(make([]byte, 31)))
}

func FuzzParseKey(f *testing.F) {
	text, _ := NewAPIKey(bytes.NewReader(bytes.Repeat([]byte{7}, 32)))
	session, _ := NewSession(bytes.NewReader(bytes.Repeat([]byte{9}, 32)))
	mailed, _ := testKey(3).Token("seed")
	for _, seed := range []string{text, session, mailed, text[:52], "hdk_", "", "hds_" + text[4:], "hdt_" + text[4:]} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		kind, hash, err := Parse(text)
		if err == nil && (!pattern.MatchString(text) || !strings.HasPrefix(text, string(kind)) || len(hash) != 32) {
			t.Fatalf("Parse(%q) = %q, %x", text, kind, hash)
		}
		if err != nil && (kind != "" || hash != nil) {
			t.Fatalf("Parse(%q) = %q, %x with an error", text, kind, hash)
		}
		if hint := Hint(text); err == nil && len(hint) != 4 {
			t.Fatalf("Hint(%q) = %q", text, hint)
		}
	})
}

// Worked out apart from this package with Python's hmac, so that receivers' copies of a secret stay valid.
func TestKnownWebhookSecretStaysValid(t *testing.T) {
	const known = "whsec_" + "sAtodsiiGm/rdZBzCCZIGsdC84qE7zfZCPXNR5dZnqo="
	if got := testKey(7).WebhookSecret("whk_1", 2); got != known {
		t.Errorf("got %q, want %q", got, known)
	}
	for _, other := range []string{testKey(7).WebhookSecret("whk_1", 3), testKey(7).WebhookSecret("whk_2", 2), testKey(8).WebhookSecret("whk_1", 2)} {
		if other == known {
			t.Error("another endpoint, generation or key has the same secret")
		}
	}
}
