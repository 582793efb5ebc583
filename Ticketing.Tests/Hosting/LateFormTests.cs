using System.Net;
using System.Text.RegularExpressions;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Hosting;

/// <summary>
/// Every form of every page, posted twice, after somebody signed in or out in another tab, after its state ended, and without each of its
/// fields. The answer is a redirect or a page with a sentence, never empty, plain text or a server error.
/// </summary>
[LongRunning]
public sealed partial class LateFormTests(LateFormPlaces places) : IClassFixture<LateFormPlaces>
{
    private const string Notice = "[data-testid=late-form]";

    public static TheoryData<string> Places => [.. LateFormPlaces.Names];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Forms_LateOrDoubledOrOfAnotherUser_AnswerWithThePage(string name)
    {
        foreach (var form in await places.FormsOfAsync(name))
        {
            using (var place = await places.OpenAsync(name))
            {
                await place.PostAsync(form);
                Check(await place.PostAsync(form), $"{form} twice");
            }

            using (var place = await places.OpenAsync(name))
            {
                await place.EndAsync();
                var answer = await place.PostAsync(form);
                Check(answer, $"{form} after its end");
                if (place.Ends && answer.Location is null)
                {
                    Assert.True(answer.Document.QuerySelector("[role=alert], [role=status]") is not null, $"{form}: no sentence.\n{answer.Text}");
                }
            }

            using (var place = await places.OpenAsync(name))
            {
                await places.ChangeUserAsync(place);
                var answer = await place.PostAsync(form);
                Check(answer, $"{form} of another user");
                var shown = answer.Location is null ? answer : await place.Browser.FollowAsync(answer.Location);
                Assert.True(shown.Document.QuerySelector(Notice) is not null, $"{form}: no sentence about the other user.\n{shown.Text}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Forms_WithoutAField_AreNoServerError(string name)
    {
        foreach (var form in await places.FormsOfAsync(name))
        {
            using var first = await places.OpenAsync(name);
            foreach (var field in first.Page.FieldsOf(first.NameOf(form), []).Keys.Where(field => !field.StartsWith('_')))
            {
                using var place = await places.OpenAsync(name);
                Check(await place.PostAsync(form, without: field), $"{form} without {field}");
            }

            using var empty = await places.OpenAsync(name);
            Check(await empty.Browser.PostAsync(empty.Page.ActionOf(empty.NameOf(form)), [new("__RequestVerificationToken", empty.Page.Token)]), $"{form} without anything");
        }
    }

    [Fact]
    public async Task Forms_InTheSource_AreAllTried()
    {
        var tried = new HashSet<string>();
        foreach (var name in LateFormPlaces.Names)
        {
            tried.UnionWith((await places.FormsOfAsync(name)).Select(form => LateFormPlaces.WithoutId(form)));
        }

        var declared = Directory.EnumerateFiles(Path.Combine(AppProcess.Repository, "Ticketing.App"), "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => FormName().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value is "CheckoutForm.Name" ? "checkout" : match.Groups[1].Value.Trim('-'))
            .ToHashSet();

        Assert.Contains("checkout", declared);
        Assert.Equal(declared.Order(), tried.Order());
    }

    [Fact]
    public async Task Checkout_SignedInInAnotherTab_KeepsWhatWasTyped()
    {
        using var place = await places.DetailsAsync();
        await places.ChangeUserAsync(place);

        var answer = await place.Browser.SubmitAsync(place.Page, "checkout", ("Form.FullName", "Ada <b>"), ("Form.Email", "ada@example.org"), ("Form.PromoCode", "WELCOME"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("Ada <b>", answer.Document.QuerySelector("#name")?.GetAttribute("value"));
        Assert.Equal("ada@example.org", answer.Document.QuerySelector("#email")?.GetAttribute("value"));
        Assert.Equal("WELCOME", answer.Document.QuerySelector("#promo")?.GetAttribute("value"));
        Assert.Null(answer.Document.QuerySelector("[data-testid=late-form-typed]"));
        var placed = await place.Browser.SubmitAsync(answer, "checkout", ("Form.PromoCode", ""));
        Assert.Equal(place.Page.Path, placed.Location);
    }

    [Fact]
    public async Task Checkout_OrderedInAnotherTab_SaysSoInTheReadersLanguage()
    {
        using var place = await places.DetailsAsync("de");
        await place.EndAsync();

        var answer = await place.Browser.SubmitAsync(place.Page, "checkout", ("Form.FullName", "Ada"), ("Form.Email", "no address"));

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Contains("Diese Seite hatte sich geändert", answer.Document.QuerySelector(Notice)?.TextContent, StringComparison.Ordinal);
        Assert.Contains("Ada · no address", answer.Document.QuerySelector("[data-testid=late-form-typed]")?.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_OfAnotherSite_DoesNotFillTheFields()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(places.Address, "account/login"))
        {
            Content = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Form.Email", "thief@example.org")]),
        };
        request.Headers.Add("Sec-Fetch-Site", "same-site");

        using var response = await places.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("thief@example.org", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static void Check(Page answer, string what)
    {
        if ((int)answer.Status is >= 300 and < 400)
        {
            Assert.NotNull(answer.Location);
            return;
        }

        Assert.True((int)answer.Status < 500, $"{what}: {answer.Status}\n{answer.Text}");
        Assert.True(answer.Headers.GetValueOrDefault("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) == true, $"{what}: {answer.Status} {answer.Text}");
        Assert.True(answer.Heading.Length > 0, $"{what}: {answer.Text}");
    }

    [GeneratedRegex("@formname=\"@?\\(?\\$?\"?([A-Za-z.-]+)")]
    private static partial Regex FormName();
}
