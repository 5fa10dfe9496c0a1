package draft

import "testing"

func TestADraftBeginsEmpty(t *testing.T) {
	t.Parallel()
	for range 100 {
		ctx, free := With(t.Context())
		d := From(ctx)
		if len(d.Text) != 0 {
			t.Fatalf("an answer would begin with %q", d.Text)
		}
		d.Text = append(d.Text, "somebody's answer"...)
		if again := From(ctx); string(again.Text) != "somebody's answer" {
			t.Fatalf("the operation's draft is %q", again.Text)
		}
		free()
	}
}

func TestOutsideOfAnOperationADraftIsItsOwn(t *testing.T) {
	t.Parallel()
	if first, second := From(t.Context()), From(t.Context()); first == second || first == nil {
		t.Error("two answers would be written into the same memory")
	}
}

func TestVeryLargeDraftsAreNotKept(t *testing.T) {
	t.Parallel()
	ctx, free := With(t.Context())
	d := From(ctx)
	d.Text = make([]byte, 0, maxKept+1)
	free()
	for range 100 {
		if ctx, _ := With(t.Context()); From(ctx) == d { // the others are not given back either, so that each is another one
			t.Fatal("it was kept")
		}
	}
}
