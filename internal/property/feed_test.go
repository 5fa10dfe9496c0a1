package property

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// readOn reads what follows a cursor, in the order in which changes can be read, as a consumer does.
func readOn(t *testing.T, w *apitest.World, after *string) (ids []string, cursor *string) {
	t.Helper()
	found, err := w.Service.Events(apitest.Staff(t.Context()), nil, page.Args{First: new(7), After: after}, nil,
		&service.EventOrder{Field: "AT", Direction: "ASC"})
	if err != nil {
		t.Fatal(err)
	}
	for _, edge := range found.Edges {
		ids, after = append(ids, edge.Node.ID), &edge.Cursor
	}
	return ids, after
}

// TestAConsumerOfEventsMissesNothing: it reads on from its last cursor while others write.
func TestAConsumerOfEventsMissesNothing(t *testing.T) {
	t.Parallel()
	w := apitest.With(t, apitest.Options{IDs: &registrar.TimeIDs{Now: time.Now}})
	const writers, each = 8, 15
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			for n := range each {
				if _, err := w.Service.CreateReseller(apitest.Staff(t.Context()), fmt.Sprintf("Reseller %d-%d", i, n), nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	written := make(chan struct{})
	go func() { all.Wait(); close(written) }()
	var seen []string
	var cursor *string
	for done := false; !done; {
		select {
		case <-written:
			done = true
		default:
		}
		for {
			ids, next := readOn(t, w, cursor)
			seen, cursor = append(seen, ids...), next
			if len(ids) == 0 {
				break
			}
		}
	}
	// On Postgres transactions of the cluster's other databases may end a moment later.
	for deadline := time.Now().Add(10 * time.Second); len(seen) < writers*each && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		ids, next := readOn(t, w, cursor)
		seen, cursor = append(seen, ids...), next
	}
	var whole []string
	for at := (*string)(nil); ; {
		ids, next := readOn(t, w, at)
		if whole, at = append(whole, ids...), next; len(ids) == 0 {
			break
		}
	}
	if len(seen) != writers*each || !slices.Equal(seen, whole) {
		t.Errorf("the consumer has %d events of %d, or another order than the list", len(seen), writers*each)
	}
}

// TestNobodyReadsPastAChangeThatIsUnderWay: a transaction that began before another one ends after it. Whoever had read
// the later one's event, and went on from there, would never see the earlier one's.
func TestNobodyReadsPastAChangeThatIsUnderWay(t *testing.T) {
	t.Parallel()
	apitest.NeedPostgres(t)
	if !apitest.OnPostgres() {
		t.Skip("on the embedded database no transaction ends after one that began later")
	}
	w := apitest.New(t)
	reseller, key := w.Reseller("alpha")
	_, cursor := readOn(t, w, nil)
	for ids, next := readOn(t, w, cursor); len(ids) > 0; ids, next = readOn(t, w, cursor) {
		cursor = next
	}
	slow, err := w.Past().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	early := registrar.NewIDAt(registrar.EventID, 1)
	_, err = slow.ExecContext(t.Context(), `INSERT INTO events (id, position, change_id, at, actor_kind, reseller_id, action, entity_id, changes)
		VALUES ($1, pg_current_xact_id()::text::bigint, 'chg', 1, 'SYSTEM', $2, 'RESELLER_UPDATED', $2, '[]')`, early, reseller)
	if err != nil {
		t.Fatal(err)
	}
	stream := w.Subscribe(key, `subscription($after: String) { events(after: $after) { event { id } } }`, map[string]any{"after": cursor})
	late := w.Must(key, `mutation { setMailSenderName(input: {name: "Later"}) { userErrors { code } } }`, nil)
	if ids, _ := readOn(t, w, cursor); len(ids) != 0 || !stream.Silent(300*time.Millisecond) {
		t.Errorf("%v is told while an earlier change is under way, after %v", ids, late)
	}
	if err := slow.Commit(); err != nil {
		t.Fatal(err)
	}
	first, _ := stream.Next()
	second, _ := stream.Next()
	ids, _ := readOn(t, w, cursor)
	if len(ids) != 2 || ids[0] != early {
		t.Errorf("then the list tells %v, want %s first", ids, early)
	}
	for i, told := range []apitest.Answer{first, second} {
		if id := told.Data["events"].(map[string]any)["event"].(map[string]any)["id"]; len(ids) == 2 && id != ids[i] {
			t.Errorf("the stream tells %v as number %d, the list %s", id, i+1, ids[i])
		}
	}
}
