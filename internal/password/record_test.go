package password

import (
	"strings"
	"testing"
)

// foreign are hashes of "password" by Argon2's reference implementation, at other costs than ours.
var foreign = []string{
	"$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$2mzTAI85jwP6+k/mHDeH3OgNt7E86G5W",
	"$argon2id$v=19$m=4096,t=3,p=4$c2FsdHNhbHRzYWx0c2FsdA$f3evDCR84xe2lXT8nM9QCKR0mpMqDiiO/mnlp6N5h2E",
	"$argon2id$v=19$m=47104,t=1,p=1$YW5vdGhlciBzYWx0IHdpdGggMzIgYnl0ZXMgaW4gaXQ$" +
		"UdXlnhywVpmpnGJ+VspreVLiuS+l9+S4NxAXTuSdu/fA0ylMee3o5+rB3HLu/qYl4WiYsdrEJB0rtS8OYvQdIQ",
}

func TestBrokenRecordsAreRefused(t *testing.T) {
	good := newRecord(make([]byte, saltLength)).String()
	if _, err := parseRecord(good); err != nil {
		t.Fatal(err)
	}
	change := func(from, to string) string {
		if changed := strings.Replace(good, from, to, 1); changed != good {
			return changed
		}
		t.Fatalf("there is no %q in %q", from, good)
		return ""
	}
	salt, key := strings.Repeat("A", 22), strings.Repeat("A", 43)
	for _, bad := range []string{
		"x", "$", "plain text", good[1:], good + "$", "x" + good, good + "\n",
		change("argon2id", "argon2i"), change("argon2id", "ARGON2ID"), change("v=19", "v=16"), change("$v=19", ""),
		change("m=19456", "m=0"), change("m=19456", "m=7"), change("m=19456", "m=262145"), change("m=19456", "m=4294967295"),
		change("m=19456", "m=99999999999999999999"), change("m=19456", "m=-1"), change("m=19456", "m=+19456"), change("m=19456", "m=019456"), change("m=19456", "m="),
		change("t=2", "t=0"), change("t=2", "t=17"), change("t=2", "T=2"), change("p=1", "p=0"), change("p=1", "p=17"), change("p=1", "p=256"), change("p=1", "p=257"),
		change("m=19456,t=2,p=1", "m=19456,t=2"), change("m=19456,t=2,p=1", "t=2,m=19456,p=1"), change("m=19456,t=2,p=1", "m=19456,t=2,p=1,x=1"), change("m=19456,t=2,p=1", "m=64,t=2,p=9"),
		change(salt, ""), change(salt, "AAAA"), change(salt, strings.Repeat("A", 88)), change(salt, salt+"=="), change(salt, salt[1:]+"B"), change(salt, salt[1:]+"!"), change(salt, salt[1:]+"\nA"),
		change("$"+key, "$"), change("$"+key, "$AAAA"), change("$"+key, "$"+strings.Repeat("A", 88)), change("$"+key, "$"+key[1:]+"B"),
	} {
		if r, err := parseRecord(bad); err == nil {
			t.Errorf("%q is read as %+v", bad, r)
		} else if !strings.Contains(err.Error(), "let its owner set a new one") || strings.Contains(err.Error(), salt) {
			t.Errorf("%q gives %v", bad, err)
		}
	}
	h, calls := counted()
	if ok, err := h.Verify(t.Context(), change("m=19456", "m=4194304"), phrase); ok || err == nil || len(*calls) != 0 {
		t.Errorf("4 GiB are taken for one password: %v, %v", ok, err)
	}
}

// What is read is written as it was, so that one password has one text.
func FuzzParseRecord(f *testing.F) {
	f.Add(newRecord(make([]byte, saltLength)).String())
	for _, seed := range foreign {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := parseRecord(text)
		if err != nil {
			return
		}
		if r.String() != text || r.memoryKiB > maximumMemoryKiB || r.passes > maximumPasses || r.lanes == 0 || r.memoryKiB < 8*uint32(r.lanes) {
			t.Fatalf("%q is read as %+v", text, r)
		}
	})
}
