package main

import (
	"fmt"
	"net/netip"

	"github.com/handledesk/handledesk/internal/webhook"
)

// webhookFlags say which addresses webhooks may go to. Whoever makes an endpoint chooses the address, and this server
// calls it: what these flags allow, every reseller can make it call.
type webhookFlags struct {
	WebhookAllowHTTP     bool     `help:"Let webhooks go out by http, too, where everybody on the way can read them." env:"HANDLEDESK_WEBHOOK_ALLOW_HTTP" name:"webhook-allow-http"`
	WebhookAllowPrivate  bool     `help:"Let webhooks go to every address, those of this machine and of its networks included; for trying out, not beside anything that trusts its network." env:"HANDLEDESK_WEBHOOK_ALLOW_PRIVATE"`
	WebhookAllowNetworks []string `help:"Networks that webhooks may go to though they are not public, such as 10.1.0.0/16." env:"HANDLEDESK_WEBHOOK_ALLOW_NETWORKS" placeholder:"CIDR"`
}

// Validate refuses what is no network.
func (f webhookFlags) Validate() error {
	for _, text := range f.WebhookAllowNetworks {
		network, err := netip.ParsePrefix(text)
		if err != nil || network.Addr().Is4In6() || network != network.Masked() {
			return fmt.Errorf("--webhook-allow-networks: %q is no network; write one such as 10.1.0.0/16", text)
		}
	}
	return nil
}

// policy is what the flags allow, once they are validated.
func (f webhookFlags) policy() webhook.Policy {
	p := webhook.Policy{AllowHTTP: f.WebhookAllowHTTP, AllowPrivate: f.WebhookAllowPrivate}
	for _, text := range f.WebhookAllowNetworks {
		if network, err := netip.ParsePrefix(text); err == nil {
			p.Allowed = append(p.Allowed, network)
		}
	}
	return p
}
