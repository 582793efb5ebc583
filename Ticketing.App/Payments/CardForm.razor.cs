using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.Ordering;
using Ticketing.Core.Platform;

namespace Ticketing.App.Payments;

/// <summary>
/// The card form of the checkout; <c>js/checkout/card.js</c> brings it to life. It stands alone: whoever has an
/// <see cref="OrderPayment"/> can show it.
/// </summary>
public sealed partial class CardForm(NavigationManager navigation)
{
    [Parameter, EditorRequired]
    public required OrderPayment Payment { get; set; }

    [Parameter, EditorRequired]
    public required Money Total { get; set; }

    /// <summary>Where to go once it is paid; an address of this site.</summary>
    [Parameter, EditorRequired]
    public required string ReturnPath { get; set; }

    /// <summary>The page with this form: 3-D Secure leads back to it, for another try or on to <see cref="ReturnPath"/>.</summary>
    [Parameter, EditorRequired]
    public required string RetryPath { get; set; }

    // 3-D Secure comes back from elsewhere and needs the whole address.
    private string RetryUrl => navigation.ToAbsoluteUri(RetryPath).AbsoluteUri;

    private bool IsLocal => Payment.ApiBase is null;

    // Empty: the page's own origin.
    private string ApiBase => Payment.ApiBase?.ToString() ?? "";

    private string ScriptTexts => JsonSerializer.Serialize(CardFormTexts.Of(L));
}
