package payoutfile_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// answers is a platform that has an answer for each path.
type answers struct {
	mu    sync.Mutex
	texts map[string]string
	asked map[string]int
}

func (a *answers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked[r.URL.Path]++
	text, ok := a.texts[r.URL.Path]
	w.Header().Set("Content-Type", "application/json")
	switch {
	case !ok:
		w.WriteHeader(http.StatusBadRequest)
		text = `{"error_code":"beneficiary_non_existent","message":"none"}`
	case text == "":
		w.WriteHeader(http.StatusForbidden)
	}
	_, _ = w.Write([]byte(text))
}

const one = "/beneficiaries/v1/item/"

// check asks for payments of 1 SGD to beneficiaries.
func check(t *testing.T, a *answers, beneficiaries ...string) (payoutfile.Problems, error) {
	t.Helper()
	server := httptest.NewServer(a)
	defer server.Close()
	w, err := wallex.New(wallex.Credentials{
		APIKey: secret.New("k"), AccessKeyID: secret.New("i"), SecretAccessKey: secret.New("s"),
	}, client.WithBaseURL(server.URL), client.WithRateLimit(ratelimit.Limits{}))
	require.NoError(t, err)
	defer w.Close()
	var rows []payoutfile.Row
	for i, id := range beneficiaries {
		rows = append(rows, payoutfile.Row{Line: i + 2, Order: payout.Order{
			BeneficiaryID: id, SellCurrency: "USD", BuyCurrency: "SGD", Amount: decimal.MustParse("1"),
		}})
	}
	return payoutfile.Check(t.Context(), w, rows)
}

func newAnswers() *answers {
	return &answers{asked: map[string]int{}, texts: map[string]string{
		"/users/v1/authenticate":   `{"token":"t"}`,
		"/currencies/v1/supported": `{"data":[{"code":"USD","decimalPlaces":2},{"code":"SGD","decimalPlaces":2}]}`,
		"/beneficiaries/v1/requirements": `{"data":[{"entityType":"company","city":"^[A-Z].*$",` +
			`"bankAccount":{"accountNumber":"^[0-9]+$","bicSwift":"^[A-Z]+$"}}]}`,
	}}
}

func TestCheckOfRequirements(t *testing.T) {
	beneficiary := func(entity, city, account string) string {
		return `{"data":{"beneficiaryId":"B","entityType":"` + entity + `","country":"SG","city":"` + city + `",` +
			`"bankAccount":{"country":"SG","currency":"SGD","accountNumber":"` + account + `"}}}`
	}
	for name, test := range map[string]struct {
		answer string
		wants  []string
	}{
		"meets them, with a field that the answer leaves out": {beneficiary("company", "Singapore", "123"), nil},
		"does not": {beneficiary("company", "singapore", "12a"), []string{
			"line 2: beneficiary_id does not meet the requirements: bankAccount.accountNumber must match ^[0-9]+$",
			"line 2: beneficiary_id does not meet the requirements: city must match ^[A-Z].*$",
		}},
		"other kind":            {beneficiary("individual", "Singapore", "123"), []string{"entityType is not taken in this corridor"}},
		"answer without fields": {`{"data":{"beneficiaryId":"B"}}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAnswers()
			a.texts[one+"B"] = test.answer
			problems, err := check(t, a, "B", "B", "B")
			require.NoError(t, err)
			require.Len(t, problems, 3*len(test.wants))
			for _, want := range test.wants {
				require.Contains(t, problems.Error(), want)
			}
			require.Equal(t, 1, a.asked[one+"B"], "each is asked for once")
			require.LessOrEqual(t, a.asked["/beneficiaries/v1/requirements"], 1)
		})
	}
}

func TestCheckOfACorridorThatIsNotServed(t *testing.T) {
	a := newAnswers()
	delete(a.texts, "/beneficiaries/v1/requirements")
	a.texts[one+"B"] = `{"data":{"entityType":"company","country":"SG","bankAccount":{"country":"SG","currency":"SGD"}}}`
	problems, err := check(t, a, "B", "C")
	require.NoError(t, err)
	require.Equal(t, "nothing was paid, since 2 things are wrong with the file:\n"+
		"  line 2: beneficiary_id is in a corridor that the platform does not serve\n"+
		"  line 3: beneficiary_id is no beneficiary of yours", problems.Error())
}

// What is no answer about a row is an error of the call.
func TestCheckFails(t *testing.T) {
	for _, broken := range []string{"/currencies/v1/supported", one + "B", "/beneficiaries/v1/requirements"} {
		a := newAnswers()
		a.texts[one+"B"] = `{"data":{"entityType":"company","country":"SG","bankAccount":{"country":"SG","currency":"SGD"}}}`
		a.texts[broken] = ""
		problems, err := check(t, a, "B")
		require.Empty(t, problems)
		require.NotNil(t, apierror.Of(err), broken)
	}
}
