using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Ticketing.App.BackOffice;

/// <summary>Translations of the component library's own texts, for the components in use.</summary>
internal sealed class LibraryTexts(IStringLocalizer<Texts> texts) : MudLocalizer
{
    public override LocalizedString this[string key] => key switch
    {
        "MudBreadcrumbs_Label" => texts["You are here"],
        "MudDialog_Close" or "MudSnackbar_Close" => texts["Close"],
        "MudTable_Loading" => texts["Loading …"],
        "MudTablePager_FirstPage" => texts["First page"],
        "MudTablePager_PreviousPage" => texts["Previous page"],
        "MudTablePager_NextPage" => texts["Next page"],
        "MudTablePager_LastPage" => texts["Last page"],
        _ => base[key],
    };
}
