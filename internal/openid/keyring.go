package openid

import (
	"cmp"
	"context"
	"crypto"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

const (
	freshFor    = 5 * time.Minute  // then the keys are asked for again: this long a withdrawn one counts at most
	usableFor   = time.Hour        // while the provider is down, the keys last had from it count this long
	askAgain    = 10 * time.Second // from one question to the next, whatever the tokens say
	retryAfter  = time.Second      // the same while there are no keys at all, so that a provider that comes up is found soon
	refreshWait = time.Second      // for fresh keys while the old ones would still do
	askTimeout  = 10 * time.Second // for discovery and keys together; fetch bounds each request
)

// keyring holds the provider's public keys. It asks for them when a token comes and they are absent, older than 5
// minutes, or without the key that the token names, which may be a new one. That last case is in any stranger's hands,
// so questions are bounded: one at a time, at most one in 10 seconds, or one a second while there are no keys at all.
// A token that would need another one is refused at once.
type keyring struct {
	lifetime context.Context // ends all asking
	issuer   string
	client   *http.Client
	now      func() time.Time

	mu      sync.Mutex
	had     keys
	keysURL string        // where the keys are, learned by discovery; empty before that and after a failure
	asked   time.Time     // when the last question began; zero before the first
	asking  chan struct{} // closed when the question that is under way has its answer; nil when none is
}

// keys are a snapshot, never changed.
type keys struct {
	published []publicKey
	at        time.Time // when the provider was asked for them; zero when there are none yet
	failure   error     // of the last question; nil when it was answered
}

var errNotYet = errors.New("it did not answer yet")

func newKeyring(ctx context.Context, o Options) *keyring {
	return &keyring{lifetime: ctx, issuer: o.Issuer, client: boundedClient(o.Client), now: o.Now}
}

// find returns the keys that a token may be signed with, by its key id and algorithm: one, as a rule. A token without a
// key id will do for a provider that has only one key of that kind (OpenID Connect Core 1.0, 10.1).
func (k *keyring) find(ctx context.Context, id, algorithm string) ([]crypto.PublicKey, error) {
	had := k.snapshot()
	var waited error
	if !had.within(k.now(), usableFor) {
		had, waited = k.ask(ctx, askTimeout)
	} else if !had.within(k.now(), freshFor) {
		had, _ = k.ask(ctx, refreshWait) // else the old ones will do
	}
	if !had.within(k.now(), usableFor) {
		return nil, unavailable(k.issuer, cmp.Or(waited, had.failure, errNotYet))
	}
	found := had.matching(id, algorithm)
	if len(found) == 0 {
		if had, waited = k.ask(ctx, askTimeout); waited != nil || had.failure != nil {
			return nil, unavailable(k.issuer, cmp.Or(waited, had.failure, errNotYet))
		}
		found = had.matching(id, algorithm)
	}
	switch {
	case len(found) == 0:
		return nil, refused("the provider publishes no key %.100q for %s", id, algorithm)
	case id == "" && len(found) > 1:
		return nil, refused("it does not say by which of the provider's %d keys it was signed (kid)", len(found))
	}
	return found, nil
}

// ask returns the keys after the question that is under way or, if it is time for one, a new one; at once if it is not.
// The error says that no answer came within the patience or before ctx was done; the keys are then those had so far.
func (k *keyring) ask(ctx context.Context, patience time.Duration) (keys, error) {
	k.mu.Lock()
	if k.asking == nil && k.due(k.now()) {
		k.asked = k.now()
		k.asking = make(chan struct{})
		go k.answer(k.asked, k.keysURL)
	}
	asking, had := k.asking, k.had
	k.mu.Unlock()
	if asking == nil {
		return had, nil
	}
	enough := time.NewTimer(patience)
	defer enough.Stop()
	select {
	case <-asking:
		return k.snapshot(), nil
	case <-enough.C:
		return had, errNotYet
	case <-ctx.Done():
		return had, ctx.Err()
	}
}

// due says whether it is time for another question. A clock that was set back does not silence the keyring.
func (k *keyring) due(now time.Time) bool {
	pause := askAgain
	if !k.had.within(now, usableFor) {
		pause = retryAfter
	}
	since := now.Sub(k.asked)
	return since < 0 || since >= pause
}

// answer asks on its own time: the caller that happened to be first may go away, the others wait for the same answer.
func (k *keyring) answer(at time.Time, keysURL string) {
	ctx, cancel := context.WithTimeout(k.lifetime, askTimeout)
	defer cancel()
	published, keysURL, err := fetchKeys(ctx, k.client, k.issuer, keysURL)

	k.mu.Lock()
	defer k.mu.Unlock()
	if err == nil {
		k.had = keys{published: published, at: at}
	} else {
		k.had.failure = err
	}
	k.keysURL = keysURL
	close(k.asking)
	k.asking = nil
}

func (k *keyring) snapshot() keys {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.had
}

func (k keys) within(now time.Time, age time.Duration) bool {
	since := now.Sub(k.at)
	return !k.at.IsZero() && since >= 0 && since < age
}

func (k keys) matching(id, algorithm string) (found []crypto.PublicKey) {
	for _, key := range k.published {
		if (id == "" || key.id == id) && key.fits(algorithm) {
			found = append(found, key.key)
		}
	}
	return found
}

func unavailable(issuer string, cause error) error {
	return fmt.Errorf("%w: see whether this machine reaches %s: %w", ErrUnavailable, discoveryURL(issuer), cause)
}
