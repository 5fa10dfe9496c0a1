package isolation

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
)

// act lets a party do something through the API, so that there are events of all sorts in its account.
func (w *world) act(p *party) {
	w.t.Helper()
	made := w.Must(p.key, `mutation($in: CreateApiKeyInput!) { createApiKey(input: $in) { apiKey { id } } }`,
		object{"in": object{"name": "for the " + p.word + " shop", "scopes": []string{"HANDLES_READ"}}})
	payload, _ := made["createApiKey"].(object)
	key, _ := payload["apiKey"].(object)
	p.other, _ = key["id"].(string)
	w.Must(p.key, `mutation($in: UpdateHandleInput!) { updateHandle(input: $in) { userErrors { code } } }`,
		object{"in": object{"handleId": p.handles["free"], "vatNumber": "VAT " + p.word}})
	w.Must(p.key, `mutation($in: DeleteHandleInput!) { deleteHandle(input: $in) { userErrors { code } } }`,
		object{"in": object{"handleId": p.handles["gone"]}})
	w.Must(p.key, `mutation($in: SetMailSenderNameInput!) { setMailSenderName(input: $in) { userErrors { code } } }`,
		object{"in": object{"name": p.word + " customer service"}})
	w.listen(p)
}

// handOut gives the owner of "released" a password, spoils a mail, and reads the tokens of two links.
func (w *world) handOut(p *party) {
	w.t.Helper()
	hash, err := hashOfPassword()
	if err != nil {
		w.t.Fatal(err)
	}
	_, err1 := w.past.ExecContext(w.t.Context(), apitest.Bind("INSERT INTO passwords (id, handle_id, hash, set_at) VALUES (?, ?, ?, ?)"),
		w.ids.NewID(registrar.PasswordID), p.handles["released"], hash, int64(loadedAt))
	_, err2 := w.past.ExecContext(w.t.Context(), apitest.Bind("UPDATE mails SET state = 'DEAD', reply = ? WHERE handle_id = ?"),
		"550 no "+p.word, p.handles["free"])
	_, err3 := w.past.ExecContext(w.t.Context(), apitest.Bind("UPDATE links SET expires_at = ?"), int64(registrar.Never)) // the mails are old
	if err := errors.Join(err1, err2, err3); err != nil {
		w.t.Fatal(err)
	}
	key := secret.NewServerKey(rand.NewChaCha8([32]byte{2})) // the one that apitest gives to every world
	for _, link := range w.read("SELECT id, handle_id, kind, case_id, generation FROM links ORDER BY generation") {
		kind := fmt.Sprint(link["kind"])
		switch {
		case link["handle_id"] == p.handles["free"]:
			n, _ := link["generation"].(int64)
			p.proof, _ = key.Token(kind, fmt.Sprint(link["case_id"]), strconv.FormatInt(n, 10))
		case link["handle_id"] == p.handles["released"] && kind == string(registrar.PasswordMail):
			p.invite, _ = key.Token(kind, fmt.Sprint(link["id"]))
		}
	}
	mails := w.read("SELECT id FROM mails WHERE state = 'DEAD' AND handle_id = '" + p.handles["free"] + "'")
	p.dead = fmt.Sprint(mails[0]["id"])
}

// listen makes a webhook endpoint, to which a test was sent.
func (w *world) listen(p *party) {
	w.t.Helper()
	made := w.Must(p.key, `mutation($in: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $in) { webhookEndpoint { id } } }`,
		object{"in": object{"url": "https://" + p.word + ".example/in", "description": p.word + " shop"}})
	payload, _ := made["createWebhookEndpoint"].(object)
	endpoint, _ := payload["webhookEndpoint"].(object)
	p.endpoint, _ = endpoint["id"].(string)
	made = w.Must(p.key, `mutation($id: ID!) { sendTestWebhook(input: {webhookEndpointId: $id}) { delivery { id } } }`, object{"id": p.endpoint})
	payload, _ = made["sendTestWebhook"].(object)
	delivery, _ := payload["delivery"].(object)
	p.delivery, _ = delivery["id"].(string)
}
