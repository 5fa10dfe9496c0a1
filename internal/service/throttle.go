package service

import (
	"fmt"
	"time"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/throttle"
	"github.com/handledesk/handledesk/internal/registrar"
)

// limit is how often something may be done for one subject: so many times at once, and as many again within the span.
type limit struct {
	what  string
	times int
	per   time.Duration
}

// The limits. Whoever guesses passwords has as many tries as an owner who forgot one; an address may stand for a whole
// company behind one router.
var (
	signInsOfHandle     = limit{"sign-in handle", 10, 15 * time.Minute}
	signInsOfAddress    = limit{"sign-in address", 30, 15 * time.Minute}
	recoveriesOfHandle  = limit{"recovery handle", 3, time.Hour}
	recoveriesOfAddress = limit{"recovery address", 10, time.Hour}
	// Each new address is sent a mail, wanted there or not.
	addressesOfHandle = limit{"new address", 20, time.Hour}
)

// spend counts one try against a limit and returns how many seconds to wait when it is used up; the try is not counted
// then. Tries are counted before what they are for is done, so that many at once do not get past. It is the generic
// cell rate algorithm: one time stands for the whole past. Subjects are kept as keyed hashes alone, known or not.
func (c *change) spend(l limit, subject string) (wait int, err error) {
	id := c.key.Pseudonym("throttle", l.what, subject)
	until := c.at
	row, err := c.tx.Throttle.Get(c.system, id)
	switch {
	case db.IsNotFound(err):
	case err != nil:
		return 0, err
	default:
		// Beyond one span it can only be from a clock that was ahead for a moment.
		until = min(max(until, row.Until), c.at.Add(l.per))
	}
	one := l.per / time.Duration(l.times)
	next := until.Add(one)
	if earliest := next.Add(-l.per); earliest > c.at {
		return c.at.SecondsUntil(earliest), nil
	}
	if row != nil {
		return 0, row.Update().SetUntil(next).Exec(c.system)
	}
	return 0, c.tx.Throttle.Create().SetID(id).SetUntil(next).Exec(c.system)
}

// refund gives back what a try that went well had spent: all of a handle's, since its owner is there.
func (c *change) refund(l limit, subject string, all bool) error {
	row, err := c.tx.Throttle.Get(c.system, c.key.Pseudonym("throttle", l.what, subject))
	if db.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if all {
		return c.tx.Throttle.DeleteOne(row).Exec(c.system)
	}
	return row.Update().SetUntil(row.Until.Add(-l.per / time.Duration(l.times))).Exec(c.system)
}

// forgetThrottles clears away what no limit looks at any more.
func (c *change) forgetThrottles() error {
	_, err := c.tx.Throttle.Delete().Where(throttle.UntilLT(c.at)).Exec(c.system)
	return err
}

// tooOften refuses for some seconds; field is empty when the whole is meant.
func tooOften(seconds int, field ...string) *registrar.Problem {
	return &registrar.Problem{Code: registrar.RateLimited, Field: field, Detail: registrar.RateDetail{RetryAfterSeconds: &seconds},
		Message: fmt.Sprintf("That was tried too often; wait %d seconds.", seconds)}
}
