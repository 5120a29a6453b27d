package issuing

import (
	"regexp"
	"strings"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transfers"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/iban"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// contact is somebody to transfer money to. All of them belong to the caller.
type contact struct {
	id      int
	title   string
	details transfers.BankAccountDetails
}

// ValidateIBAN answers with what is known of an account: that it exists, for every IBAN with the right digits.
func (p *Platform) ValidateIBAN(_ Call, in transfers.ValidateIBANRequest) (answer transfers.IBANValidation, err error) {
	details, err := bankAccount(in.IBAN, in.AccountTitle)
	if err != nil {
		return answer, err
	}
	return transfers.IBANValidation{Valid: true, UniqueReference: in.IBAN, Details: details}, nil
}

// CreatePaymentContact keeps an IBAN.
func (p *Platform) CreatePaymentContact(
	_ Call, in transfers.CreatePaymentContactRequest,
) (answer transfers.PaymentContact, err error) {
	details, err := bankAccount(in.IBAN, in.AccountTitle)
	if err != nil {
		return answer, err
	}
	for _, known := range p.contacts.order {
		if known.details.IBAN == in.IBAN {
			return answer, forbid("Payment Contact already exists")
		}
	}
	added := &contact{p.newID(), in.Title, details}
	p.contacts.add(added.id, added)
	return transfers.PaymentContact{
		ID: added.id, Title: added.title, UserID: p.agent.id, Details: details, Status: true, ThirdPartyConfigID: 5,
	}, nil
}

var ibanForm = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)

// bankAccount returns what the platform would know of an account; the bank is the one of the specification's example.
// The documentation calls the title optional, and shows the refusal for its lack: that is what the sandbox holds to.
func bankAccount(number, title string) (details transfers.BankAccountDetails, err error) {
	switch {
	case strings.TrimSpace(title) == "":
		return details, refusal.Field("accountTitle", "Account title is missing")
	case !ibanForm.MatchString(number) || !iban.DigitsFit(number):
		return details, forbid("Invalid IBAN")
	}
	return transfers.BankAccountDetails{
		BankCode:     number[4:7], // as in the United Arab Emirates
		AccountTitle: mask(title),
		IBAN:         number,
		SwiftCode:    "EXMP" + number[:2] + "AA",
		BankName:     "Example Bank",
	}, nil
}

// mask hides the second half of a name, as in "john m*".
func mask(name string) string {
	letters := []rune(strings.ToLower(strings.TrimSpace(name)))
	return string(letters[:len(letters)/2+1]) + "*"
}
