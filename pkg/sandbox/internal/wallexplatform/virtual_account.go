package wallexplatform

import (
	"fmt"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/virtualaccounts"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
	"github.com/wallex-sdk/wallex-go/pkg/timestamp"
)

// virtualAccount is a request for a virtual account and, from its approval on, the account itself.
type virtualAccount struct {
	owned     // its id is that of the request
	request   virtualaccounts.CreateVirtualAccountRequestRequest
	currency  currency
	accountID string
	number    string
	approved  time.Time // may be still to come
}

// The people in the answers: the one who calls, and the one who approves.
const (
	apiUser       = 1
	adminUser     = 2
	apiUserName   = "API User"
	adminUserName = "Admin User"
)

// noNumber stands for the number of an account that has none yet.
const noNumber = "Creating..."

// The source lists no error codes for virtual accounts.
var (
	errAccountRequestNotFound = refusal.New("virtual_account_request_non_existent", "There is no such request")
	errAccountNotFound        = refusal.New("virtual_account_non_existent", "There is no such virtual account")
)

// CreateVirtualAccountRequest asks for a virtual account. It will be approved.
func (p *Platform) CreateVirtualAccountRequest(
	call Call, in virtualaccounts.CreateVirtualAccountRequestRequest,
) (answer virtualaccounts.VirtualAccountRequest, err error) {
	money, ok := findCurrency(in.Currency)
	if !ok {
		return answer, refusal.Field("currency", "must be a supported currency")
	}
	if err := checkVirtualAccountTerms(money, in); err != nil {
		return answer, err
	}
	account := &virtualAccount{
		owned:     owned{uuid.New(), call.Scope, call.Now},
		request:   in,
		currency:  money,
		accountID: uuid.New(),
		number:    fmt.Sprintf("8251%012d", len(p.accounts.order)+1), // begins and is as long as in the examples
		approved:  call.Now.Add(p.Settlement),
	}
	p.accounts.add(account)
	p.Later(account.approved, func() error {
		p.Notify("virtualAccountRequestStatusNotification", virtualaccounts.VirtualAccountRequestStatusNotification{
			Action: "request", RequestID: account.id, Status: virtualaccounts.VirtualAccountRequestStatusApproved,
		})
		return nil
	})
	return account.view(call.Now), nil
}

// checkVirtualAccountTerms checks what only accounts of type fixed need.
func checkVirtualAccountTerms(money currency, in virtualaccounts.CreateVirtualAccountRequestRequest) error {
	if in.Type != virtualaccounts.VirtualAccountTypeFixed {
		return nil
	}
	var faults refusal.Faults
	if in.Amount.IsZero() {
		faults.Add(refusal.ValidationFailed, "amount", "is required")
	}
	if in.ExpiryDuration == 0 {
		faults.Add(refusal.ValidationFailed, "expiryDuration", "is required")
	}
	if err := faults.Err(); err != nil {
		return err
	}
	return checkAmountOf(money, in.Amount)
}

// RetrieveVirtualAccountRequest answers with one request.
func (p *Platform) RetrieveVirtualAccountRequest(call Call, _ struct{}) (answer virtualaccounts.VirtualAccountRequest, err error) {
	account, ok := p.accounts.find(call.Scope, call.Path["requestId"])
	if !ok {
		return answer, errAccountRequestNotFound
	}
	return account.view(call.Now), nil
}

// isApproved reports whether there is an account by now.
func (a *virtualAccount) isApproved(now time.Time) bool { return !now.Before(a.approved) }

// isExpired reports whether the account takes no deposits any longer. The source names no unit; these are hours.
func (a *virtualAccount) isExpired(now time.Time) bool {
	expires := a.approved.Add(time.Duration(a.request.ExpiryDuration) * time.Hour)
	return a.isFixed() && !now.Before(expires)
}

func (a *virtualAccount) isFixed() bool {
	return a.request.Type == virtualaccounts.VirtualAccountTypeFixed
}

func (a *virtualAccount) view(now time.Time) virtualaccounts.VirtualAccountRequest {
	answer := virtualaccounts.VirtualAccountRequest{
		RequestID:        a.id,
		Status:           virtualaccounts.VirtualAccountRequestStatusPending,
		VirtualAccountNo: a.number,
		Name:             a.request.Name,
		Provider:         a.request.Provider,
		Currency:         a.request.Currency,
		Description:      a.request.Description,
		Type:             a.request.Type,
		Amount:           a.request.Amount,
		ExpiryDuration:   a.request.ExpiryDuration,
		ApproveAsync:     a.request.ApproveAsync,
		UserID:           apiUser,
		UserFullname:     apiUserName,
		CreatedAt:        precise(a.created),
		CreatedBy:        apiUser,
		CreatedByName:    apiUserName,
		UpdatedAt:        precise(a.created),
		UpdatedBy:        apiUser,
		UpdatedByName:    apiUserName,
	}
	if a.isApproved(now) {
		answer.Status = virtualaccounts.VirtualAccountRequestStatusApproved
		answer.VirtualAccountID = a.accountID
		answer.ApprovedAt, answer.ApprovedBy, answer.ApprovedByName = precise(a.approved), adminUser, adminUserName
		answer.UpdatedAt, answer.UpdatedBy, answer.UpdatedByName = precise(a.approved), adminUser, adminUserName
	} else if a.request.ApproveAsync {
		answer.VirtualAccountNo = noNumber
	}
	return answer
}

// zoneless is the form of the times in withdrawal quotes; precise adds the zone that all others have.
const zoneless = "2006-01-02T15:04:05.000"

// precise is a point in time as the virtual accounts have it: to the millisecond.
func precise(t time.Time) timestamp.Timestamp {
	return timestamp.Parse(t.UTC().Format(zoneless + "Z"))
}
