package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/handledesk/handledesk/internal/meter"
	"github.com/handledesk/handledesk/internal/peer"
	"github.com/handledesk/handledesk/internal/server"
	"github.com/handledesk/handledesk/internal/trusted"
	"github.com/handledesk/handledesk/internal/viewer"
	"github.com/handledesk/handledesk/web"
)

// limitFlags say how much callers may ask for, and who may look at the schema.
type limitFlags struct {
	RateBucket    int      `help:"Points that a bucket holds: one for each key, one for each reseller, one for each network of callers without a key." default:"1000" env:"HANDLEDESK_RATE_BUCKET"`
	RateRestore   int      `help:"Points that come back each second." default:"50" env:"HANDLEDESK_RATE_RESTORE"`
	Running       int      `help:"Operations of one key that run at once." default:"20" env:"HANDLEDESK_RUNNING"`
	Introspection string   `help:"Who may read the schema: everyone, signed-in or nobody; auto is everyone with --demo, else signed-in." enum:"everyone,signed-in,nobody,auto" default:"auto" env:"HANDLEDESK_INTROSPECTION"`
	Trusted       string   `name:"trusted-documents" help:"What becomes of documents that are not in a manifest: off lets them run, log too and tells of it, enforce refuses them." enum:"off,log,enforce" default:"off" env:"HANDLEDESK_TRUSTED_DOCUMENTS"`
	Manifests     []string `name:"manifest" help:"Files with trusted documents, as relay-compiler, graphql-codegen and Apollo write them." type:"existingfile" env:"HANDLEDESK_MANIFEST" placeholder:"FILE"`
	Console       string   `help:"The console at /console/, whose own operations are then trusted documents: on or off." enum:"on,off" default:"on" env:"HANDLEDESK_CONSOLE"`
}

// Validate refuses limits that would let nobody in.
func (f *limitFlags) Validate() error {
	switch {
	case f.RateBucket < 1 || f.RateRestore < 1 || f.Running < 1:
		return errors.New("--rate-bucket, --rate-restore and --running must be 1 or more")
	case f.Trusted != "off" && len(f.Manifests) == 0 && !f.console():
		return fmt.Errorf("--trusted-documents %s needs a --manifest: without one, and without the console, no document is trusted", f.Trusted)
	}
	return nil
}

func (f *limitFlags) console() bool { return f.Console == "on" }

// meter makes what callers' operations are paid from.
func (f *limitFlags) meter() *meter.Meter {
	return meter.New(meter.Options{Default: meter.Rate{Bucket: f.RateBucket, PerSecond: f.RateRestore}, Running: f.Running})
}

// limit sets what the flags say.
func (f *limitFlags) limit(o *server.Options, m *meter.Meter, demo bool) {
	o.Meter, o.Payers = m, payers
	switch {
	case f.Introspection == "everyone", f.Introspection == "auto" && demo:
		o.Introspection = server.Everyone
	case f.Introspection != "nobody":
		o.Introspection = server.SignedIn
	}
	o.Trust = map[string]server.Trust{"off": server.TrustOff, "log": server.TrustLog, "enforce": server.TrustEnforce}[f.Trusted]
}

// manifest reads the trusted documents: those of the files, and the console's own while it is served. Nil when there are none.
func (f *limitFlags) manifest() (*trusted.Manifest, error) {
	switch {
	case f.console():
		return trusted.ReadWith(map[string][]byte{"the console's manifest": web.ConsoleManifest()}, f.Manifests...)
	case len(f.Manifests) == 0:
		return nil, nil //nolint:nilnil // documents are then known by their hash alone
	}
	return trusted.Read(f.Manifests...)
}

// payers are whose buckets an operation is paid from: the key's and its reseller's, the owner's, or that of the network
// of whoever did not sign in.
func payers(ctx context.Context) []meter.Payer {
	v := viewer.FromContext(ctx)
	switch {
	case v.IsReseller():
		return []meter.Payer{{ID: "key " + v.KeyID, Rate: rate(v.KeyRate)}, {ID: "reseller " + v.Reseller, Rate: rate(v.AccountRate)}}
	case v.IsOwner():
		return []meter.Payer{{ID: "owner " + v.Handle}}
	case v.IsOperator():
		return []meter.Payer{{ID: "operator " + v.KeyID + v.Subject, Rate: rate(v.KeyRate)}}
	default:
		return []meter.Payer{{ID: "network " + peer.Network(ctx)}}
	}
}

// rate is the meter's, zero when the server's own setting holds.
func rate(own *viewer.Rate) meter.Rate {
	if own == nil {
		return meter.Rate{}
	}
	return meter.Rate(*own)
}
