package invariant

// checkCounters counts anew what the database's triggers have counted.
func checkCounters(t T, d *Database) {
	t.Helper()
	want := map[string]int{"/handles": len(d.Rows("handles")), "/domains": len(d.Rows("domains"))}
	for _, domain := range d.Rows("domains") {
		if account := domain.Text("reseller_id"); account != "" {
			want[account+"/domains"]++
		}
	}
	linked := map[string]int{}
	for _, link := range d.Rows("contacts") {
		linked[link.Text("handle_id")]++
		if account := link.Text("reseller_id"); account != "" {
			linked[account+"/"+link.Text("handle_id")]++
		}
	}
	for _, a := range d.Rows("accesses") {
		want[a.Text("reseller_id")+"/"+a.Text("rights")+"/"+a.Text("reachability")]++
		checkCount(t, "accesses.domains of "+a.Text("id"), a, linked[a.Text("reseller_id")+"/"+a.Text("handle_id")])
	}
	for _, h := range d.Rows("handles") {
		checkCount(t, "handles.domains of "+h.Text("id"), h, linked[h.Text("id")])
	}
	got := map[string]int{}
	for _, counter := range d.Rows("counters") { // slots add up
		got[counter.Text("account")+"/"+counter.Text("counted")] += int(counter.Number("value"))
	}
	for name, n := range got {
		if n != want[name] {
			t.Errorf("the counter %s is %d, there are %d", name, n, want[name])
		}
		delete(want, name)
	}
	for name, n := range want {
		if n != 0 {
			t.Errorf("%s are %d, and nobody counts them", name, n)
		}
	}
}

func checkCount(t T, what string, r Row, want int) {
	t.Helper()
	if got := int(r.Number("domains")); got != want {
		t.Errorf("%s is %d, there are %d", what, got, want)
	}
}
