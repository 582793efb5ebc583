using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.App.Payments.Pages;

/// <summary>
/// The checkout's place for the provider's payment element; <c>js/checkout/payment.js</c> brings it to life. It stands alone:
/// whoever has an <see cref="OrderPayment"/> can show it.
/// </summary>
public sealed partial class PaymentForm(NavigationManager navigation, IOptions<PaymentsOptions> options)
{
    [Parameter, EditorRequired]
    public required OrderPayment Payment { get; set; }

    [Parameter, EditorRequired]
    public required Money Total { get; set; }

    /// <summary>Where to go once it is paid; an address of this site.</summary>
    [Parameter, EditorRequired]
    public required string PaidPath { get; set; }

    /// <summary>Where a bank's page leads back to, and where to wait while the bank has not answered; an address of this site.</summary>
    [Parameter, EditorRequired]
    public required string ReturnPath { get; set; }

    /// <summary>True when the buyer comes back from a bank's page without having paid.</summary>
    [Parameter]
    public bool CameBack { get; set; }

    // The bank comes back from elsewhere and needs the whole address.
    private string ReturnUrl => navigation.ToAbsoluteUri(ReturnPath).AbsoluteUri;

    private bool IsLocal => options.Value.IsLocal;

    private string ScriptAddress => options.Value.ScriptAddress;

    private string? Comeback => CameBack ? PaymentSentences.OfComeback(L, Payment.FailureCode) : null;

    private string ScriptTexts => JsonSerializer.Serialize(PaymentSentences.ForScript(L));
}
