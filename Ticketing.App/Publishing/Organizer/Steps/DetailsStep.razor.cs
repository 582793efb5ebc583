using System.Security.Cryptography;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Ticketing.Core.Catalog.Artwork;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Catalog.Pictures;

namespace Ticketing.App.Publishing.Organizer.Steps;

/// <summary>The event's texts and its picture.</summary>
public sealed partial class DetailsStep(EventPictures pictures) : WizardStep
{
    private const int SummaryLengthMax = 500;
    private const long PictureLengthMax = 10 * 1024 * 1024;
    private const int ChunkLength = 64 * 1024;

    private int? _uploaded;
    private string? _pictureError;

    private DraftDetails Details => Draft.Details;

    private string ArtworkSeed => ArtworkPainter.SeedOf(Details.Category.Length > 0 ? Details.Category : "event", Details.ArtworkSeed);

    private string SummaryHint => L["One or two sentences for cards and previews. {0} of {1} characters.", Details.Summary.Length, SummaryLengthMax];

    /// <summary>What the script of the toolbar inserts, with its label.</summary>
    private IReadOnlyList<(string Mark, string Name)> Marks =>
    [
        ("bold", L["Bold"]), ("italic", L["Italic"]), ("heading", L["Heading"]), ("list", L["List"]), ("link", L["Link"]),
    ];

    private static string Text(ChangeEventArgs change) => change.Value as string ?? "";

    private string? Invalid(string path) => ProblemOf(L, path) is null ? null : "true";

    private void Set(DraftDetails details) => Wizard.Change(Draft with { Details = details });

    // The script sends the whole text when typing pauses; the debounce has passed, so it is saved without another one.
    private Task SetStoryAsync(ChangeEventArgs change)
    {
        Set(Details with { Story = Text(change) });
        return Wizard.Editor.FlushAsync();
    }

    private void DrawAnother() => Set(Details with { ArtworkSeed = RandomNumberGenerator.GetInt32(1, 1_000_000) });

    private void RemovePicture() => Set(Details with { Picture = null });

    private async Task UploadAsync(InputFileChangeEventArgs change)
    {
        (_pictureError, _uploaded) = (null, 0);
        if (change.File.Size > PictureLengthMax)
        {
            (_pictureError, _uploaded) = (PublishingTexts.Describe(PictureRefusal.TooLarge, L), null);
            return;
        }

        using var content = new MemoryStream();
        try
        {
            await ReceiveAsync(change.File, content);
            var outcome = await pictures.HandleAsync(new UploadPicture(Wizard.Own.Id, content, await Wizard.ReadCallerAsync()), Lifetime);
            if (outcome.Succeeded)
            {
                Set(Details with { Picture = outcome.Value });
            }
            else
            {
                _pictureError = PublishingTexts.Describe(outcome.Refusal, L);
            }
        }
        catch (IOException)
        {
            _pictureError = L["The upload was interrupted. Choose the file again."];
        }

        _uploaded = null;
    }

    private async Task ReceiveAsync(IBrowserFile file, MemoryStream content)
    {
        await using var stream = file.OpenReadStream(PictureLengthMax, Lifetime);
        var buffer = new byte[ChunkLength];
        int read;
        while ((read = await stream.ReadAsync(buffer, Lifetime)) > 0)
        {
            await content.WriteAsync(buffer.AsMemory(0, read), Lifetime);
            _uploaded = (int)(100 * content.Length / Math.Max(1, file.Size));
            StateHasChanged();
        }

        content.Position = 0;
    }
}
