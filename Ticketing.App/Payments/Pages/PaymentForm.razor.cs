using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.App.Payments.Pages;

/// <summary>
/// Markup for the provider's payment element, mounted by <c>js/checkout/payment.js</c>. It needs only an <see cref="OrderPayment"/>.
/// </summary>
public sealed partial class PaymentForm(NavigationManager navigation, IOptions<PaymentsOptions> options)
{
    [Parameter, EditorRequired]
    public required OrderPayment Payment { get; set; }

    [Parameter, EditorRequired]
    public required Money Total { get; set; }

    /// <summary>Redirect target after payment; a path of this site.</summary>
    [Parameter, EditorRequired]
    public required string PaidPath { get; set; }

    /// <summary>Return path for a bank's page, and the page that waits for the bank's answer.</summary>
    [Parameter, EditorRequired]
    public required string ReturnPath { get; set; }

    /// <summary>Redirect target when this payment was cancelled, because the order has changed or ended.</summary>
    [Parameter, EditorRequired]
    public required string ChangedPath { get; set; }

    /// <summary>True after an unpaid return from a bank's page.</summary>
    [Parameter]
    public bool CameBack { get; set; }

    // The bank's page needs an absolute address.
    private string ReturnUrl => navigation.ToAbsoluteUri(ReturnPath).AbsoluteUri;

    private bool IsLocal => options.Value.IsLocal;

    private string ScriptAddress => options.Value.ScriptAddress;

    private string? Comeback => CameBack ? PaymentSentences.OfComeback(L, Payment.FailureCode) : null;

    private string ScriptTexts => JsonSerializer.Serialize(PaymentSentences.ForScript(L));
}
