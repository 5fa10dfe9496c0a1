package registrar

import (
	"encoding/base32"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// IDKind is the prefix that tells what an id stands for, so that no table is needed to find out.
type IDKind string

// The kinds of id, one for each stored thing.
const (
	HandleID   IDKind = "hdl"
	DomainID   IDKind = "dom"
	ResellerID IDKind = "rsl"
	AccessID   IDKind = "acc"
	ContactID  IDKind = "con"
	KeyID      IDKind = "key"
	SessionID  IDKind = "ses"
	CaseID     IDKind = "rcs"
	MailID     IDKind = "mai"
	HoldID     IDKind = "hld"
	IdentityID IDKind = "idn"
	EventID    IDKind = "evt"
	ChangeID   IDKind = "chg"
	TokenID    IDKind = "tok"
	RefID      IDKind = "ref"
	TimerID    IDKind = "tim"
	EvidenceID IDKind = "evd"
	PasswordID IDKind = "pwd"
	OutcomeID  IDKind = "out"
	EndpointID IDKind = "whk"
	DeliveryID IDKind = "whd"
)

// IDSource makes new ids. Tests inject one whose ids can be foretold.
type IDSource interface {
	NewID(kind IDKind) string
}

// crockford writes 128 bits as 26 lower-case characters whose order is the order of the bits (TypeID 0.3).
var crockford = base32.NewEncoding(crockfordDigits).WithPadding(base32.NoPadding)

const crockfordDigits = "0123456789abcdefghjkmnpqrstvwxyz"

// An id is a prefix of three letters, an underscore and 26 characters.
const (
	prefixLength = 3
	idLength     = prefixLength + 1 + 26
)

// FormatID writes an id of the kind: prefix, underscore, the UUID in 26 characters (TypeID 0.3).
// The text sorts as the UUID does, so by time for version 7.
func FormatID(kind IDKind, u uuid.UUID) string {
	var padded [20]byte // 160 bits: base32 works on groups of five bytes; TypeID puts the two spare bits in front
	carry := u[:]
	// Shift the 128 bits right by 2 within 130, so that 26 groups of 5 bits hold them.
	for i, b := range carry {
		padded[i] |= b >> 2
		padded[i+1] |= b << 6
	}
	return string(kind) + "_" + crockford.EncodeToString(padded[:])[:26]
}

// ParseID checks that text is a well-formed id of the kind. The id may well stand for nothing.
func ParseID(kind IDKind, text string) error {
	found, err := KindOfID(text)
	if err != nil || found != kind {
		return fmt.Errorf("expected an id such as %s_ followed by 26 letters and digits", kind)
	}
	return nil
}

// KindOfID tells what a well-formed id stands for.
func KindOfID(text string) (IDKind, error) {
	if len(text) != idLength || text[prefixLength] != '_' || strings.Trim(text[:prefixLength], "abcdefghijklmnopqrstuvwxyz") != "" {
		return "", fmt.Errorf("expected an id: three letters, an underscore and 26 letters and digits")
	}
	prefix, rest := text[:prefixLength], text[prefixLength+1:]
	// 26 characters hold two bits more than a UUID; they are zero.
	if rest[0] > '7' || strings.Trim(rest, crockfordDigits) != "" {
		return "", fmt.Errorf("expected an id: %s_ followed by 26 letters and digits", prefix)
	}
	return IDKind(prefix), nil
}

// TimeIDs makes ids from UUIDs of version 7 (RFC 9562) that never go back, also when the clock does.
type TimeIDs struct {
	// Now is the clock; time.Now when nil.
	Now func() time.Time

	mu   sync.Mutex
	last uuid.UUID
}

// NewID makes an id that sorts after every id this source made before.
func (s *TimeIDs) NewID(kind IDKind) string {
	u := uuid.Must(uuid.NewV7())
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Now != nil {
		setTime(&u, s.Now().UnixMilli())
	}
	if string(u[:]) <= string(s.last[:]) {
		u = next(s.last)
	}
	s.last = u
	return FormatID(kind, u)
}

// next is the smallest UUID of version 7 above u: its 62 last bits count up, and carry past variant and version into
// rand_a and the time.
func next(u uuid.UUID) uuid.UUID {
	for i := 15; i >= 0; i-- {
		fixed, free := byte(0), byte(0xff)
		switch i {
		case 8: // the variant, in the two highest bits
			fixed, free = 0x80, 0x3f
		case 6: // the version, in the four highest bits
			fixed, free = 0x70, 0x0f
		}
		u[i] = fixed | (u[i]+1)&free
		if u[i] != fixed {
			return u
		}
	}
	return u
}

// NewIDAt makes an id that sorts as if it had been made at the instant: for records of the past.
func NewIDAt(kind IDKind, at Instant) string {
	u := uuid.Must(uuid.NewV7())
	setTime(&u, int64(at))
	return FormatID(kind, u)
}

// setTime writes the milliseconds into a UUID of version 7 (RFC 9562, 5.7).
func setTime(u *uuid.UUID, milliseconds int64) {
	for i := range 6 {
		u[i] = byte(milliseconds >> (8 * (5 - i)))
	}
}
