using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.App.BackOffice;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.App.Organizations.Organizer;

/// <summary>
/// An organization's name, address and policies: owners change them, managers look. A save that others have overtaken is refused with their
/// values, and what was typed is kept.
/// </summary>
public sealed partial class SettingsPage(ChangeOrganizationHandler handler, Desk desk) : OrganizerPage
{
    private OrganizationTerms? _stored;

    // What the typed values are based on: older than what is stored, if others have saved since.
    private OrganizationTerms? _seen;
    private IReadOnlyList<OrganizationFault> _faults = [];
    private string? _slug;
    private string _name = "";
    private string _email = "";
    private string _refundHours = "";
    private bool _keepsFee;
    private bool _pricesIncludeTax;
    private string _limitCurrency = TypedMoney.Currencies[0];
    private string _managerLimit = "";
    private string _boxOfficeLimit = "";
    private string? _error;
    private bool _isOutdated;
    private bool _isBusy;

    private OrganizationTerms Typed => new(
        _name, _email, _pricesIncludeTax,
        string.IsNullOrWhiteSpace(_refundHours)
            ? null
            : int.TryParse(_refundHours, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var hours) ? hours : -1,
        _keepsFee)
    {
        RefundLimits = new RefundLimits(LimitOf(_managerLimit), LimitOf(_boxOfficeLimit), _limitCurrency).Normalize(),
    };

    /// <summary>The stored values that the form does not have.</summary>
    private IEnumerable<string> Differences
    {
        get
        {
            var typed = Typed;
            if (_stored!.Name != TypedText.Line(typed.Name))
            {
                yield return L["Name: {0}", _stored.Name!];
            }

            if (_stored.Email != typed.Email)
            {
                yield return L["E-mail address for buyers: {0}", _stored.Email!];
            }

            if (_stored.RefundHoursBefore != typed.RefundHoursBefore || _stored.RefundKeepsFee != typed.RefundKeepsFee)
            {
                yield return L["Cancellation: {0}", RefundOf(_stored)];
            }

            if (_stored.RefundLimits != typed.RefundLimits)
            {
                yield return L["Limits of refunds: {0}", LimitsOf(_stored)];
            }

            if (_stored.PricesIncludeTax != typed.PricesIncludeTax)
            {
                yield return L["Tax: {0}", TaxOf(_stored)];
            }
        }
    }

    protected override bool May(Caller caller, OrganizationId organization) => caller.Runs(organization);

    protected override async Task LoadAsync()
    {
        _stored = await handler.ReadAsync(Own!.Id, Caller, Lifetime);
        if (_slug != Slug && _stored is not null)
        {
            // Later changes by others do not overwrite what is being typed.
            (_slug, _error, _isOutdated, _faults) = (Slug, null, false, []);
            Fill(_stored);
        }
    }

    private void Fill(OrganizationTerms terms)
    {
        (_name, _email) = (terms.Name ?? "", terms.Email ?? "");
        (_refundHours, _keepsFee) = (terms.RefundHoursBefore?.ToString(CultureInfo.InvariantCulture) ?? "", terms.RefundKeepsFee);
        (_pricesIncludeTax, _seen) = (terms.PricesIncludeTax, terms);
        var limits = terms.RefundLimits;
        _limitCurrency = limits.Currency ?? _limitCurrency;
        (_managerLimit, _boxOfficeLimit) =
            (TypedMoney.Amount(limits.Manager, _limitCurrency), TypedMoney.Amount(limits.BoxOffice, _limitCurrency));
    }

    // What is no amount is out of range, which the command refuses by field.
    private long? LimitOf(string typed) => string.IsNullOrWhiteSpace(typed) ? null : TypedMoney.ReadAmount(typed, _limitCurrency) ?? -1;

    private async Task SaveAsync()
    {
        (_isBusy, _error, _isOutdated, _faults) = (true, null, false, []);
        var outcome = await handler.HandleAsync(new ChangeOrganization(Own!.Id, Typed, _seen, await ReadCallerAsync()), Lifetime);
        if (outcome.Succeeded)
        {
            desk.Notify(L["The settings are saved."]);
            Fill(outcome.Value);
        }
        else
        {
            (_error, _faults) = (OrganizationTexts.Describe(outcome.Refusal.Reason, L), outcome.Refusal.Faults);
            _isOutdated = outcome.Refusal.Reason == TermsRefusal.Changed;
        }

        await ReloadAsync();
        _seen = _isOutdated ? _stored : _seen;
        _isBusy = false;
    }

    private void ChooseCurrency(ChangeEventArgs change) =>
        _limitCurrency = change.Value is string chosen && TypedMoney.Currencies.Contains(chosen) ? chosen : _limitCurrency;

    private string? FaultOf(string field) =>
        _faults.FirstOrDefault(fault => fault.Field == field) is { } found ? L[found.Sentence].Value : null;

    private string RefundOf(OrganizationTerms terms) => terms switch
    {
        { RefundHoursBefore: null } => L["buyers cannot cancel"],
        { RefundHoursBefore: { } hours, RefundKeepsFee: true } => L["until {0} hours before the start, the fee is kept", hours],
        { RefundHoursBefore: { } hours } => L["until {0} hours before the start, fee included", hours],
    };

    private string LimitsOf(OrganizationTerms terms) => L[
        "managers {0}, box office {1}", LimitOf(terms.RefundLimits.Manager, terms.RefundLimits), LimitOf(terms.RefundLimits.BoxOffice, terms.RefundLimits)];

    private string LimitOf(long? amount, RefundLimits limits) =>
        amount is { } given ? new Money(given, limits.Currency!).Format(CultureInfo.CurrentCulture) : L["without limit"];

    private string TaxOf(OrganizationTerms terms) => terms.PricesIncludeTax ? L["prices include it"] : L["it is added to prices"];
}
