// Package webhook signs and sends messages by the specification Standard Webhooks (https://www.standardwebhooks.com),
// and says which addresses they may go to. It knows neither events nor the database.
package webhook

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// Message is what goes to a receiver in one attempt.
type Message struct {
	ID      string    // the same in each attempt, so that the receiver can tell a repeat
	URL     string    // the receiver's address
	At      time.Time // of the attempt; receivers refuse messages that are more than some minutes old
	Body    []byte    // JSON
	Secrets []string  // whsec_…, each of which signs: two while the receiver changes over to a new one
}

// sign gives the headers that let the receiver verify the message: one signature for each secret, in their order.
func (m Message) sign() (http.Header, error) {
	signatures := make([]string, len(m.Secrets))
	for i, secret := range m.Secrets {
		signer, err := standardwebhooks.NewWebhook(secret)
		if err != nil {
			return nil, fmt.Errorf("a webhook's secret is not of the form whsec_… in base64")
		}
		if signatures[i], err = signer.Sign(m.ID, m.At, m.Body); err != nil {
			return nil, err
		}
	}
	header := http.Header{}
	header.Set(standardwebhooks.HeaderWebhookID, m.ID)
	header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(m.At.Unix(), 10))
	header.Set(standardwebhooks.HeaderWebhookSignature, strings.Join(signatures, " "))
	return header, nil
}
