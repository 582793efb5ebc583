using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Ticketing.App.BackOffice;

/// <summary>Dialogs and notifications of back office pages.</summary>
public sealed class Desk(IDialogService dialogs, ISnackbar snackbar, IStringLocalizer<Texts> texts)
{
    private static readonly DialogOptions Options = new() { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true };

    /// <summary>Asks for confirmation of an action that is hard to undo.</summary>
    /// <param name="yes">Label of the confirming button: the action.</param>
    /// <returns>True when confirmed; false when the dialog was closed.</returns>
    public async Task<bool> ConfirmAsync(string question, string yes)
    {
        var parameters = new DialogParameters<ConfirmDialog> { { dialog => dialog.Question, question }, { dialog => dialog.Yes, yes } };
        var dialog = await dialogs.ShowAsync<ConfirmDialog>(texts["Are you sure?"], parameters, Options);
        return await dialog.Result is { Canceled: false };
    }

    /// <summary>Shows a success message for a few seconds.</summary>
    public void Notify(string message) => snackbar.Add(message, Severity.Success);
}
