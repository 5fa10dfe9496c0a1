package password

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

var janeDoe = []string{"Jane", "Doe-Müller", "JD1042-HD", "jane.mueller@bluebird.example", "Bluebird Ornithology GmbH", "Иван Ёлкин"}

var weak = map[string]Reason{
	"":                          TooShort,
	"x":                         TooShort,
	"xK4#pQz!9vR":               TooShort, // 11
	"日本語パスワード大好き":               TooShort,
	"e\u0301e\u0301xK4#pQz!9v":  "", // 12 when composed
	"e\u0301e\u0301xK4#pQz!9":   TooShort,
	strings.Repeat("xK4#", 33):  TooLong,
	strings.Repeat("x", 100000): TooLong,
	"correct horse\tbattery":    Unusable,
	"zebra lamp\nriver cough":   Unusable,
	"zebra lamp\x00river cough": Unusable,
	"zebra lamp \xff\xfe cough": Unusable,
	"zebra lamp 👩‍🚀 cough":      Unusable,

	"correcthorsebatterystaple":      Leaked,
	"Correct Horse Battery Staple":   Leaked,
	"correct-horse-battery-staple1!": Leaked,
	"1. CorrectHorseBatteryStaple":   Leaked,
	"còrrect hörse battery staple":   Leaked,
	"diunilaobu8*":                   Leaked,
	"AvadaKedavra":                   Leaked,
	"polniypizdec0211":               Leaked,
	"sojdlg123aljg":                  Leaked,
	"The quick brown fox":            Leaked,

	"Password12345!":       Guessable,
	"P@ssw0rd2024!!":       Guessable,
	"qwertyuiop123456":     Guessable,
	"iloveyou123456":       Guessable,
	"123456789012":         Guessable,
	"Summer2024Summer2024": Guessable,
	"letmeinletmein":       Guessable,
	"aaaaaaaaaaaaaaaa":     Guessable,
	"abcabcabcabcabc":      Guessable,
	"зима2024зима2024":     Guessable,
	"йцукенгшщзхъ":         Guessable,
	"Пароль123456":         Guessable,
	"猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫":             Guessable,
	"ああああああああああああああああああ":           Guessable,
	"犬猫犬猫犬猫犬猫犬猫犬猫犬猫":               Guessable,
	strings.Repeat("猫", 128):       Guessable,
	strings.Repeat("a", 128):       Guessable,
	strings.Repeat("password", 16): Guessable,
	strings.Repeat("1", 127) + "2": Guessable,

	"JaneDoe-JaneDoe":      Personal,
	"jd1042-hd2025":        Personal,
	"BluebirdGmbH2026":     Personal,
	"Bluebird-Ornithology": Personal,
	"janemullerbluebird":   Personal,
	"иванёлкин2026":        Personal,
	"ИванЁлкинИван":        Personal,
	"handledeskJane1":      Personal,
	"Müller&Müller1":       Personal,
}

func TestWeakPasswordsAreRefused(t *testing.T) {
	for password, want := range weak {
		got := Check(password, janeDoe...)
		switch {
		case got == nil && want != "":
			t.Errorf("%.40q is taken, want %s", password, want)
		case got != nil && got.Reason != want:
			t.Errorf("%.40q is refused as %s, want %q", password, got.Reason, want)
		}
	}
}

func TestStrongPasswordsAreTaken(t *testing.T) {
	for _, password := range []string{
		"zebra lamp river cough", "vG7#xQ2!mKp9", "8hK2-pQx7-Lm4z-Rt9w", "four unusual words: otter gravel",
		"gewürz wolke tapir ampel", "naranja cúpula trébol", "été grenouille béton flûte", "ёжик ест грибы зимой", "στύλος θάλασσα ρολόι",
		"日本語パスワード大好き猫", "나는 고양이를 좋아해요", "نافذة قمر حصان بحر", "हाथी नदी चाँद पुस्तक", "🦊🌋🎻🧀🚲🌵🧭🪁🎈🦀🏺🍋",
		"d2f1c7b09a3e4458", "Jane hides seven purple kettles", strings.Repeat("a", 32) + " otter gravel kettle moon", strings.Repeat("vG7#xQ2!", 2) + strings.Repeat("!", 112),
	} {
		if weakness := Check(password, janeDoe...); weakness != nil {
			t.Errorf("%q is refused: %s", password, weakness.Message)
		}
	}
}

func TestAMessageSaysWhatToDoWithoutThePassword(t *testing.T) {
	for password, says := range map[string]string{
		"Zq9":                      "has 3 characters. Use at least 12.",
		"Z":                        "has 1 character. Use",
		"":                         "There is no password. Use at least 12",
		"Password12345!":           "Use four or more unusual words",
		"polniypizdec0211":         "leaked passwords that attackers try first. Use four",
		"JaneDoe-JaneDoe":          "your name, code, e-mail address or organization",
		"zebra\tlamp otter":        "Leave it out",
		string(make([]byte, 3000)): "Use 12 to 128 characters",
	} {
		weakness := Check(password, janeDoe...)
		if weakness == nil || !strings.Contains(weakness.Message, says) {
			t.Errorf("%.20q gives %v, want %q", password, weakness, says)
			continue
		}
		if len(password) > 1 && strings.Contains(weakness.Message, password) || weakness.Error() != weakness.Message {
			t.Errorf("the message repeats the password: %s", weakness.Message)
		}
	}
}

// Without the words about the person, a password of those is as good as any.
func TestPersonalWordsCount(t *testing.T) {
	for _, password := range []string{"Quorvex-Lumentrade", "lumentradequorvex", "7Quorvex!QUORVEX7", "xevrouq-edartnemul", "Qu0rvex-Lum3ntrade"} {
		if weakness := Check(password); weakness != nil {
			t.Errorf("%q is refused for a stranger: %v", password, weakness)
		}
		for _, personal := range [][]string{{"Quorvex Lumentrade"}, {"info@quorvex.example", "LUMENTRADE"}} {
			if weakness := Check(password, personal...); weakness == nil || weakness.Reason != Personal {
				t.Errorf("%q with %q: %v", password, personal, weakness)
			}
		}
	}
}

func TestWordsAboutAPerson(t *testing.T) {
	got := words([]string{"Jane  van der Berg", "jane@x.example", "", "ab", strings.Repeat("y", 2000), "Jörg"})
	want := "jane van der berg janevanderberg example janexexample jörg"
	if strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	var many []string
	for i := range 1000 {
		many = append(many, fmt.Sprintf("word%d", i))
	}
	if got := words(many); len(got) != personalWords {
		t.Errorf("%d words are tried", len(got))
	}
}

func TestTheKeyboardGivesOneByteACharacter(t *testing.T) {
	var keys keyboard
	for text, want := range map[string]string{
		"Abc 123 ~": "Abc 123 ~", "Über café": "Uber cafe", "пароль": "gfhjkm", "ПАРОЛЬ ёж": "GFHJKM `;", "й": "q",
	} {
		if got := keys.press(text); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
	signs := keys.press("犬猫鳥魚馬牛羊豚鹿熊狐狸狼象鯨鷹鶴亀蛇蛙蟻蜂蝶蛾虎兎鼠猿龍麒")
	seen := map[byte]bool{}
	for i := range len(signs) {
		if signs[i] == 0 || signs[i] == '\n' || signs[i] >= ' ' || seen[signs[i]] {
			t.Errorf("character %d has the key %#x", i, signs[i])
		}
		seen[signs[i]] = true
		if i > 0 && signs[i]-signs[i-1] < 6 || i > 0 && signs[i-1]-signs[i] < 6 {
			t.Errorf("characters %d and %d look like a sequence", i-1, i)
		}
	}
	if len(signs) != 30 || keys.press("猫犬猫") != string([]byte{signs[1], signs[0], signs[1]}) {
		t.Errorf("%d signs, or other ones the second time", len(signs))
	}
}

// The worst that is known for the estimator: many different look-alike signs.
var worst = map[string]string{
	"signs":       strings.Repeat("4@8({[</369&#!1/|0$5+7%2=", 6)[:128],
	"weak signs":  strings.Repeat("4@8({[<369!1|7", 10)[:128],
	"leet":        strings.Repeat("p4$$w0rd7h1+3|@8({[<69!5%2", 5)[:128],
	"periods":     strings.Repeat("1", 128),
	"repetitions": strings.Repeat("password", 16),
	"dates":       strings.Repeat("19991231", 16),
	"kanji":       strings.Repeat("猫", 128),
}

// The estimator's time is bounded by what it sees.
func TestTheEstimatorSeesShortWindows(t *testing.T) {
	for length := range MaximumLength + 1 {
		typed := make([]byte, length)
		for i := range typed {
			typed[i] = byte(i)
		}
		parts := windows(string(typed))
		if length <= 32 && (len(parts) != 1 || parts[0] != string(typed)) || len(parts) > 7 {
			t.Errorf("%d characters have %d windows", length, len(parts))
		}
		for i := range max(0, length-15) { // every 16 characters stand together in one of them
			if !slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(part, string(typed[i:i+16])) }) && length >= 16 {
				t.Errorf("of %d characters, those from %d on are cut in each window", length, i)
			}
		}
		for _, part := range parts {
			if len(part) > 32 {
				t.Errorf("a window of %d characters", len(part))
			}
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	passwords := map[string]string{"phrase": "zebra lamp river cough", "weak": "Password12345!"}
	maps.Copy(passwords, worst)
	for name, password := range passwords {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_ = Check(password, janeDoe...)
			}
		})
	}
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"", "zebra lamp river cough", "Password12345!", "猫猫猫猫猫猫猫猫猫猫猫猫", "e\u0301ёж犬", "\xff", "l·l l·l l·l l·l", "4@8({[<369!1|7"} {
		f.Add(seed, "Jane Doe")
	}
	f.Fuzz(func(t *testing.T, password, personal string) {
		weakness := Check(password, personal)
		text, unready := prepare(password)
		if (unready == nil) != (text != "") {
			t.Fatalf("%q is prepared as %q, %v", password, text, unready)
		}
		if weakness == nil && (unready != nil || utf8.RuneCountInString(text) < MinimumLength || utf8.RuneCountInString(text) > MaximumLength) {
			t.Fatalf("%q is taken", password)
		}
		if again, _ := prepare(text); again != text {
			t.Fatalf("%q is prepared as %q, and that as %q", password, text, again)
		}
	})
}
