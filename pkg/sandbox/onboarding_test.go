package sandbox_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/oapi-codegen/nullable"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	files "github.com/wallex-sdk/wallex-go/pkg/upload"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// onboarding is a partner who signs up members.
type onboarding struct {
	*testing.T
	sandbox *sandbox.Sandbox
	wallex  *wallex.Client
	told    chan users.UserStatusNotification
}

func onboard(t *testing.T) *onboarding {
	o := &onboarding{T: t, told: make(chan users.UserStatusNotification, 10)}
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var n users.UserStatusNotification
		if json.NewDecoder(r.Body).Decode(&n) == nil {
			o.told <- n
		}
	}))
	t.Cleanup(receiver.Close)
	o.sandbox = start(t, sandbox.WithWebhook(receiver.URL, nil))
	o.wallex = o.sandbox.Wallex(client.WithUnverified())
	return o
}

// hears waits for the notification of a user's status.
func (o *onboarding) hears(userID string, status users.UserStatus) {
	o.Helper()
	select {
	case n := <-o.told:
		require.Equal(o, users.UserStatusNotification{Resource: "user", ResourceID: userID, Status: status}, n)
	case <-time.After(10 * time.Second):
		require.Fail(o, "there was no notification")
	}
}

// must returns what a call answers with.
func must[T any](answer T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		require.NoError(t, err)
		return answer
	}
}

// refuses checks the code that a call is refused with.
func (o *onboarding) refuses(code string, err error) *apierror.Error {
	o.Helper()
	return requireRefused(o, code, err)
}

func requireRefused(t testing.TB, code string, err error) *apierror.Error {
	t.Helper()
	require.ErrorIs(t, err, apierror.ErrRejected)
	require.Equal(t, code, apierror.Of(err).Code)
	return apierror.Of(err)
}

func (o *onboarding) signUp(lastName string) *users.SignedUpUser {
	o.Helper()
	return must(o.wallex.V2.Users.SignUp(o.Context(), users.SignUpRequest{
		FirstName: "Ada", LastName: lastName, Email: "ada@example.com", CountryCode: "SG", AccountType: users.AccountTypeIndividual,
	}))(o)
}

func (o *onboarding) signUpLite(lastName string) *users.SignedUpUser {
	o.Helper()
	return must(o.wallex.V2.Users.SignUpLiteIndividual(o.Context(), users.SignUpLiteIndividualRequest{
		FirstName: "Ada", LastName: lastName, Email: "ada@example.com", CountryCode: "SG",
	}))(o)
}

// upload creates a document and uploads its file.
func (o *onboarding) upload(userID, name string) *users.Document {
	o.Helper()
	created := must(o.wallex.V2.Users.CreateDocument(o.Context(), userID, users.CreateDocumentRequest{
		DocumentType: users.DocumentTypePassport, DocumentName: name,
	}))(o)
	require.NoError(o, o.wallex.Upload(o.Context(), created.UploadURL, files.File{
		Body: strings.NewReader("%PDF"), Size: 4, ContentType: files.PDF,
	}))
	return created
}

// screen has a user screened, until the partner hears the outcome.
func (o *onboarding) screen(userID string, outcome users.UserStatus) *users.User {
	o.Helper()
	screening := must(o.wallex.V2.Users.Screen(o.Context(), userID))(o)
	require.Equal(o, users.Screening{UserID: userID, Status: users.UserStatusPendingApproval}, *screening)
	o.hears(userID, users.UserStatusPendingApproval)
	o.sandbox.Advance(2 * time.Second)
	screened := must(o.wallex.V2.Users.Retrieve(o.Context(), userID))(o)
	require.Equal(o, outcome, screened.Status)
	o.hears(userID, outcome)
	return screened
}

// completeDetail is everything that the screening needs.
func completeDetail() users.UpdateUserDetailRequest {
	text := nullable.NewNullableWithValue[string]
	return users.UpdateUserDetailRequest{
		MobileCountryCode:    text("+65"),
		MobileNumber:         text("81234567"),
		Gender:               nullable.NewNullableWithValue(users.GenderFemale),
		CountryOfBirth:       text("GB"),
		Nationality:          text("GB"),
		CountryOfResidence:   text("SG"),
		ResidentialAddress:   text("1 Example Road"),
		CountryCode:          text("SG"),
		PostalCode:           text("018956"),
		DateOfBirth:          text("1990-12-10"),
		IdentificationType:   nullable.NewNullableWithValue(users.IdentificationTypePassport),
		IdentificationNumber: text("YC12345"),
		IssueDate:            text("2020-01-01"),
		ExpiryDate:           text("2030-01-01"),
		EmploymentIndustry:   nullable.NewNullableWithValue(users.EmploymentIndustryScience),
		EmploymentStatus:     nullable.NewNullableWithValue(users.EmploymentStatusEmployed),
		EmploymentPosition:   nullable.NewNullableWithValue(users.EmploymentPositionSeniorLevelExecutive),
	}
}

// second returns the error of a call.
func second[T any](_ T, err error) error { return err }
