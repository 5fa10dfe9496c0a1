package openid

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"
)

func TestRotationIsPickedUp(t *testing.T) {
	p := startProvider(t)
	v, c := verifierOf(t, p)
	token := func() string { return sign(t, p.signingKey(), p.claimsAt(c.now()), nil) }
	first, former := p.signingKey(), token()
	v.expectStaff(t, former)

	c.advance(askAgain)
	p.replaceKeys(ecdsaKey("key-2"), first)
	v.expectStaff(t, token())
	v.expectStaff(t, former)

	p.replaceKeys(ecdsaKey("key-3")) // so soon that nobody is asked
	v.expectError(t, token(), ErrRefused, `publishes no key "key-3"`)
	v.expectStaff(t, former)

	c.advance(freshFor) // what was withdrawn counts no longer, also when no new key was seen
	v.expectError(t, former, ErrRefused, `publishes no key "key-1"`)
	v.expectStaff(t, token())

	p.replaceKeys()
	c.advance(freshFor)
	v.expectError(t, sign(t, first, p.claimsAt(c.now()), nil), ErrRefused, "publishes no key")
}

func TestAKeyReplacedUnderItsNameIsPickedUp(t *testing.T) {
	p := startProvider(t)
	v, c := verifierOf(t, p)
	stolen := p.signingKey()
	v.expectStaff(t, sign(t, stolen, p.claimsAt(c.now()), nil))
	p.replaceKeys(rsaKey(stolen.id))
	c.advance(freshFor)
	v.expectStaff(t, sign(t, p.signingKey(), p.claimsAt(c.now()), nil))
	v.expectError(t, sign(t, stolen, p.claimsAt(c.now()), nil), ErrRefused, "signature")
}

func TestATokenWithoutKeyIDNeedsAProviderWithOneKey(t *testing.T) {
	p := startProvider(t)
	v, c := verifierOf(t, p)
	nameless := *p.signingKey()
	nameless.id = ""
	token := sign(t, &nameless, p.claimsAt(c.now()), nil)
	v.expectStaff(t, token)

	c.advance(freshFor)
	p.replaceKeys(p.signingKey(), ecdsaKey("key-2")) // of another kind: still no doubt
	v.expectStaff(t, token)

	c.advance(freshFor)
	p.replaceKeys(p.signingKey(), rsaKey("key-2"))
	v.expectError(t, token, ErrRefused, "by which of the provider's 2 keys")
}

func TestAProviderThatIsDownAtTheStartIsFoundLater(t *testing.T) {
	p := startProvider(t)
	p.down.Store(true)
	v, c := verifierOf(t, p)
	token := sign(t, p.signingKey(), p.claimsAt(c.now()), nil)
	for range 20 {
		v.expectError(t, token, ErrUnavailable, p.issuer+"/.well-known/openid-configuration")
	}
	asked := p.discoveries.Load() // a transport may try once more by itself
	if asked < 1 || asked > 2 {
		t.Errorf("20 tokens led to %d requests, want one question", asked)
	}
	p.down.Store(false)
	c.advance(retryAfter - time.Millisecond)
	v.expectError(t, token, ErrUnavailable, "")
	if p.discoveries.Load() != asked {
		t.Error("the provider was asked twice within a second")
	}
	c.advance(time.Millisecond)
	v.expectStaff(t, token)
}

func TestAnOutageIsSurvivedForAnHour(t *testing.T) {
	p := startProvider(t)
	v, c := verifierOf(t, p)
	v.expectStaff(t, sign(t, p.signingKey(), p.claimsAt(c.now()), nil))
	p.down.Store(true)
	c.advance(usableFor - time.Second)
	v.expectStaff(t, sign(t, p.signingKey(), p.claimsAt(c.now()), nil))
	v.expectError(t, sign(t, rsaKey("new"), p.claimsAt(c.now()), nil), ErrUnavailable, "see whether") // may be a good one
	c.advance(time.Second)
	v.expectError(t, sign(t, p.signingKey(), p.claimsAt(c.now()), nil), ErrUnavailable, "see whether")
	p.down.Store(false)
	c.advance(retryAfter)
	v.expectStaff(t, sign(t, p.signingKey(), p.claimsAt(c.now()), nil))
}

func TestAProviderThatHangsDelaysNobodyForLong(t *testing.T) {
	p := startProvider(t)
	v, c := verifierOf(t, p)
	token := sign(t, p.signingKey(), p.claimsAt(c.now()), nil)
	v.expectStaff(t, token)
	hang := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	p.answerKeys.Store(&hang)
	c.advance(freshFor)
	began := time.Now()
	v.expectStaff(t, token) // by the keys last had
	if waited := time.Since(began); waited < refreshWait || waited > requestTimeout-time.Second {
		t.Errorf("signed in after %s, want to wait for fresh keys about %s", waited, refreshWait)
	}
}

func TestAFloodOfUnknownKeysDoesNotReachTheProvider(t *testing.T) {
	p := startProvider(t)
	v, c := verifierOf(t, p)
	good := sign(t, p.signingKey(), p.claimsAt(c.now()), nil)
	v.expectStaff(t, good)
	stranger := ecdsaKey("")
	flood := func() {
		var workers sync.WaitGroup
		for worker := range 4 {
			workers.Go(func() {
				for i := range 100 {
					forger := *stranger
					forger.id = fmt.Sprintf("key-%d-%d", worker, i)
					v.expectError(t, sign(t, &forger, p.claimsAt(c.now()), nil), ErrRefused, "publishes no key")
				}
			})
		}
		workers.Wait()
		v.expectStaff(t, good)
	}
	for want := int64(1); want <= 4; want++ {
		flood()
		if got := p.keyRequests.Load(); got != want {
			t.Fatalf("%d requests for keys, want %d: one in 10 seconds", got, want)
		}
		c.advance(askAgain - time.Second)
		flood()
		if got := p.keyRequests.Load(); got != want {
			t.Fatalf("%d requests for keys after 9 seconds, want still %d", got, want)
		}
		c.advance(time.Second)
	}
	if p.discoveries.Load() != 1 {
		t.Errorf("%d discoveries, want one", p.discoveries.Load())
	}
	bad := rsaKey("key-1") // bad signatures under a known name ask nobody at all
	for range 20 {
		v.expectError(t, sign(t, bad, p.claimsAt(c.now()), nil), ErrRefused, "signature")
	}
	if got := p.keyRequests.Load(); got != 4 {
		t.Errorf("%d requests for keys, want still 4", got)
	}
}

func TestOneQuestionServesAllWhoWait(t *testing.T) {
	p := startProvider(t)
	release := make(chan struct{})
	var once sync.Once
	t.Cleanup(func() { once.Do(func() { close(release) }) })
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		<-release
		p.answerKeys.Store(nil)
		http.Redirect(w, r, "/keys", http.StatusFound) // on the same host: followed
	})
	p.answerKeys.Store(&slow)
	v, c := verifierOf(t, p)
	token := sign(t, p.signingKey(), p.claimsAt(c.now()), nil)

	impatient, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() {
		_, err := v.Verify(impatient, token)
		gone <- err
	}()
	for p.keyRequests.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	c.advance(retryAfter) // time for another question, but one is under way
	cancel()              // the first caller goes away, its question goes on for the others
	if err := <-gone; err == nil {
		t.Fatal("the caller that went away was signed in")
	}
	var others sync.WaitGroup
	for range 8 {
		others.Go(func() {
			if _, err := v.Verify(t.Context(), token); err != nil {
				t.Errorf("%v; want the answer of the one question", err)
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	once.Do(func() { close(release) })
	others.Wait()
	if got := p.keyRequests.Load(); got != 2 {
		t.Errorf("%d requests for keys, want one and its redirect", got)
	}
}

func TestAClockSetBackDoesNotSilenceTheKeyring(t *testing.T) {
	p := startProvider(t)
	v, c := verifierOf(t, p)
	withdrawn := p.signingKey()
	v.expectStaff(t, sign(t, withdrawn, p.claimsAt(c.now()), nil))
	p.replaceKeys(rsaKey("key-2"))
	c.advance(-time.Hour)
	v.expectError(t, sign(t, withdrawn, p.claimsAt(c.now()), nil), ErrRefused, "publishes no key")
	v.expectStaff(t, sign(t, p.signingKey(), p.claimsAt(c.now()), nil))
}
