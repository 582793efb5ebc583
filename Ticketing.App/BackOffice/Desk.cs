using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Ticketing.App.BackOffice;

/// <summary>What pages of the back office ask and tell their user.</summary>
public sealed class Desk(IDialogService dialogs, ISnackbar snackbar, IStringLocalizer<Texts> texts)
{
    private static readonly DialogOptions Options = new() { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true };

    /// <summary>Asks before something that is hard to undo.</summary>
    /// <param name="yes">The action in a word or two: the label of its button.</param>
    /// <returns>Whether it is to be done; closing the dialog is a no.</returns>
    public async Task<bool> ConfirmAsync(string question, string yes)
    {
        var parameters = new DialogParameters<ConfirmDialog> { { dialog => dialog.Question, question }, { dialog => dialog.Yes, yes } };
        var dialog = await dialogs.ShowAsync<ConfirmDialog>(texts["Are you sure?"], parameters, Options);
        return await dialog.Result is { Canceled: false };
    }

    /// <summary>Reports a success, for a few seconds.</summary>
    public void Tell(string done) => snackbar.Add(done, Severity.Success);
}
