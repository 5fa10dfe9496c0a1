package matrix

import (
	"fmt"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
)

// TestWhatIsNoTokenChangesNothing: tokens in the wrong case, cut short, repeated, or of another sort.
func TestWhatIsNoTokenChangesNothing(t *testing.T) {
	w := newWorld(t)
	of := w.mailed["released"]
	var attempts []attempt
	try := func(what, field, token string, want outcome) {
		in := object{"token": token}
		if field == "setPassword" {
			in["password"] = "violet trams count nine owls"
		}
		attempts = append(attempts, attempt{field + ": " + what, "", field, in, want})
	}
	for field, token := range map[string]string{"confirmReachability": of.proof, "setPassword": of.invite} {
		invalid, unknown := refused(registrar.Invalid), refused(registrar.LinkUnknown)
		try("empty", field, "", invalid)
		try("cut short", field, token[:len(token)-1], invalid)
		try("repeated", field, token+token, invalid)
		try("upper case", field, strings.ToUpper(token), invalid)
		try("another letter", field, swap(token), invalid)
		try("with a null", field, token+"\x00", invalid)
		try("very long", field, strings.Repeat(token, 1000), invalid)
		try("an API key", field, w.secrets["alpha"], invalid)
		try("a session", field, w.secrets["owner of released"], invalid)
		try("nobody's", field, w.nobodysMail().proof, unknown)
	}
	try("for a password", "confirmReachability", of.invite, refused(registrar.LinkUnknown))
	try("for an address", "setPassword", of.proof, refused(registrar.LinkUnknown))
	verify(t, w, attempts)
}

// swap changes a letter in the middle of a token, so that its checksum does not fit.
func swap(token string) string {
	at := len(token) / 2
	letter := "a"
	if token[at] == 'a' {
		letter = "b"
	}
	return token[:at] + letter + token[at+1:]
}

// TestLinksEnd: a link that was used, replaced or is too old says so, and changes nothing.
func TestLinksEnd(t *testing.T) {
	w := newWorld(t)
	confirm := func(name string) attempt {
		return attempt{name, "", "confirmReachability", object{"token": w.mailed[name].proof}, outcome{}}
	}
	set := func(name string) attempt {
		in := object{"token": w.mailed[name].invite, "password": "violet trams count nine owls"}
		return attempt{name, "", "setPassword", in, outcome{}}
	}
	ended := func(want registrar.Code, attempts ...attempt) {
		t.Helper()
		w.baseline = w.dump()
		for i := range attempts {
			attempts[i].what = string(want) + ": " + attempts[i].field + " " + attempts[i].what
			attempts[i].want = refused(want)
		}
		verify(t, w, attempts)
	}
	for _, a := range []attempt{confirm("released"), set("released")} {
		if got := outcomeOf(t, w.run("", a.field, a.input), a.field); fmt.Sprint(got) != fmt.Sprint(done()) {
			t.Fatalf("%s: %v", a.field, got)
		}
	}
	ended(registrar.LinkWasUsed, confirm("released"), set("released"))

	w.run(w.secrets["operator"], "resetReachability", object{"handleId": w.handles["early"]})
	ended(registrar.LinkWasSuperseded, confirm("early"))

	w.Clock.Move(registrar.LinkLifetime)
	ended(registrar.LinkWasExpired, confirm("created"), set("early"))
	ended(registrar.LinkWasUsed, confirm("released"), set("released")) // and not: expired
}

// TestPasswordsMustBeHardToGuess: a link is not used up by a password that is refused.
func TestPasswordsMustBeHardToGuess(t *testing.T) {
	w := newWorld(t)
	of := w.mailed["released"]
	var attempts []attempt
	for _, typed := range []string{
		"", "short", "password1234", "aaaaaaaaaaaaaaaa", strings.Repeat("violet trams ", 20), of.code + of.code, "released@example.org",
	} {
		attempts = append(attempts, attempt{"the password " + typed, "", "setPassword",
			object{"token": of.invite, "password": typed}, refused(registrar.PasswordUnsuitable)})
	}
	verify(t, w, attempts)
	answer := w.run("", "setPassword", object{"token": of.invite, "password": "violet trams count nine owls"})
	if got := outcomeOf(t, answer, "setPassword"); got.user != nil {
		t.Errorf("the link was used up: %s", answer.Body)
	}
}

// TestStaffTypesSomethingElse holds the bounds of what operators and resellers give to the mutations about mails.
func TestStaffTypesSomethingElse(t *testing.T) {
	w := newWorld(t)
	var attempts []attempt
	staff := func(what, field string, in object, want outcome) {
		attempts = append(attempts, attempt{field + ": " + what, "operator", field, in, want})
	}
	verifying := func(id, reason string) object { return object{"handleId": id, "reason": reason} }
	bad := outcome{200, registrar.BadUserInput, nil}
	free, reason := w.handles["created"], "Answered by telephone."
	staff("another kind of id", "verifyReachability", verifying(w.domains["early.com"], reason), bad)
	staff("no reason", "verifyReachability", verifying(free, " \t "), refused(registrar.Required))
	staff("a short reason", "verifyReachability", verifying(free, " 123456789 "), refused(registrar.Invalid))
	staff("a long reason", "verifyReachability", verifying(free, strings.Repeat("é", 501)), refused(registrar.TooLong))
	staff("a control character", "verifyReachability", verifying(free, "Answered by\x00 telephone."), refused(registrar.Invalid))
	staff("verified already", "verifyReachability", verifying(w.handles["validated"], reason), refused(registrar.ReachabilityNotPending))
	staff("another kind of id", "retryMail", object{"mailId": free}, bad)
	staff("no id", "retryMail", object{"mailId": "17"}, bad)
	staff("a mail that was taken", "retryMail", object{"mailId": w.mailed["created"].sent}, refused(registrar.MailNotDead))
	staff("no Message-ID", "reportBounce", object{"messageId": ""}, refused(registrar.NotFound))
	staff("brackets alone", "reportBounce", object{"messageId": "<@>"}, refused(registrar.NotFound))
	staff("another's Message-ID", "reportBounce", object{"messageId": "<1@example.net>"}, refused(registrar.NotFound))
	staff("no account", "setMailSenderName", object{"name": "x"}, refused(registrar.Required))
	for what, c := range map[string]struct {
		name string
		code registrar.Code
	}{
		"empty": {" ", registrar.Required}, "long": {strings.Repeat("é", 101), registrar.TooLong},
		"a header of its own": {"Alpha\r\nBcc: all@example.net", registrar.Invalid},
	} {
		attempts = append(attempts, attempt{"sender: " + what, "alpha", "setMailSenderName", object{"name": c.name}, refused(c.code)})
	}
	verify(t, w, attempts)
}

// TestWhatIsSoAlreadyChangesNothing: doing it twice is answered like doing it once, and leaves no trace.
func TestWhatIsSoAlreadyChangesNothing(t *testing.T) {
	w := newWorld(t)
	for _, twice := range []struct {
		caller, field string
		inputs        [2]object
	}{
		{"operator", "reportBounce", [2]object{
			{"messageId": w.mailed["created"].sent + "@mail.example", "reply": "550 no"},
			{"messageId": " <" + w.mailed["created"].sent + "@mail.example> ", "reply": "550 still no"},
		}},
		{"alpha", "setMailSenderName", [2]object{{"name": "Alpha"}, {"name": "  Alpha "}}},
		{"alpha", "setMailSenderName", [2]object{{"name": nil}, {"name": nil}}},
	} {
		var first dump
		for i, in := range twice.inputs {
			answer := w.run(w.secrets[twice.caller], twice.field, in)
			if got := outcomeOf(t, answer, twice.field); fmt.Sprint(got) != fmt.Sprint(done()) {
				t.Errorf("%s: %s", twice.field, answer.Body)
			}
			if i == 0 {
				first = w.dump()
			}
		}
		if again := w.dump().since(first); len(again) > 0 {
			t.Errorf("%s did it again: %v", twice.field, again)
		}
	}
}
