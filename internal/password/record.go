package password

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
)

// The costs that a stored text may ask for: whoever can write to the database shall not stop the server with one row.
// They leave room for tenfold costs in years to come, and for what other programs have stored.
const (
	maximumMemoryKiB = 256 * 1024
	maximumPasses    = 16
	maximumLanes     = 16
	maximumBytes     = 64 // of salt and key
	minimumSalt      = 8  // RFC 9106, section 3.1
	minimumKey       = 16
)

// record is a stored password.
type record struct {
	memoryKiB uint32
	passes    uint32
	lanes     uint8
	salt      []byte
	key       []byte
}

// newRecord is a record at today's cost with a key still to be derived.
func newRecord(salt []byte) record {
	return record{memoryKiB: memoryKiB, passes: passes, lanes: lanes, salt: salt, key: make([]byte, keyLength)}
}

var encoding = base64.RawStdEncoding.Strict()

// String writes the record as a PHC string (github.com/P-H-C/phc-string-format).
func (r record) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, r.memoryKiB, r.passes, r.lanes,
		encoding.EncodeToString(r.salt), encoding.EncodeToString(r.key))
}

// parseRecord reads what String writes. The error does not repeat the text.
func parseRecord(text string) (record, error) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != "v="+strconv.Itoa(argon2.Version) {
		return record{}, errStored
	}
	costs := strings.Split(parts[3], ",")
	if len(costs) != 3 {
		return record{}, errStored
	}
	memory, memoryOK := cost(costs[0], "m=", maximumMemoryKiB)
	times, timesOK := cost(costs[1], "t=", maximumPasses)
	threads, threadsOK := cost(costs[2], "p=", maximumLanes)
	salt, saltErr := encoding.DecodeString(parts[4])
	key, keyErr := encoding.DecodeString(parts[5])
	switch {
	case !memoryOK || !timesOK || !threadsOK || memory < 8*threads: // RFC 9106, section 3.1
		return record{}, errStored
	case saltErr != nil || len(salt) < minimumSalt || len(salt) > maximumBytes:
		return record{}, errStored
	case keyErr != nil || len(key) < minimumKey || len(key) > maximumBytes:
		return record{}, errStored
	}
	r := record{memoryKiB: uint32(memory), passes: uint32(times), lanes: uint8(threads), salt: salt, key: key}
	if r.String() != text { // a sign or zeros before a number, a line break
		return record{}, errStored
	}
	return r, nil
}

// errStored is the one error of parseRecord: the row is broken, and its owner needs a new password.
var errStored = errors.New("a stored password is no Argon2id hash that this version can verify: let its owner set a new one")

// cost reads a number from 1 to a maximum.
func cost(text, name string, maximum uint64) (uint64, bool) {
	digits, found := strings.CutPrefix(text, name)
	n, err := strconv.ParseUint(digits, 10, 32)
	return n, found && err == nil && n >= 1 && n <= maximum
}
