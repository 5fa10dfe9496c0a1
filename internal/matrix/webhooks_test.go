package matrix

import (
	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
)

// listen makes a webhook endpoint in each account, which has got an event and gets no more.
func (w *world) listen() {
	w.t.Helper()
	for name, reseller := range w.resellers {
		made, _, err := w.Service.CreateWebhookEndpoint(apitest.Staff(w.t.Context()),
			service.CreateWebhookEndpoint{ResellerID: &reseller, URL: "https://" + name + ".example/in"})
		if err != nil {
			w.t.Fatal(err)
		}
		if _, err := w.Service.UpdateWebhookEndpoint(apitest.Staff(w.t.Context()),
			service.UpdateWebhookEndpoint{EndpointID: made.ID, Enabled: service.Field[bool]{Given: true, Value: new(bool)}}); err != nil {
			w.t.Fatal(err)
		}
		w.endpoints[name], w.deliveries[name] = made.ID, registrar.NewIDAt(registrar.DeliveryID, loadedAt)
		event, _ := w.read("SELECT id FROM events WHERE reseller_id = '" + reseller + "' LIMIT 1")[0]["id"].(string)
		err = w.Store.Write(system(w.t.Context()), func(tx *store.Tx) error {
			return tx.WebhookDelivery.Create().SetID(w.deliveries[name]).SetEndpointID(made.ID).SetResellerID(reseller).SetEventID(event).
				SetState(registrar.DeliveryDone).SetAttempts(1).SetCreatedAt(loadedAt).SetDeliveredAt(loadedAt).SetLastStatus(204).
				Exec(system(w.t.Context()))
		})
		if err != nil {
			w.t.Fatal(err)
		}
	}
}
