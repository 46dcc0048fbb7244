# Talks to Exchange for the app: signs in, runs a few cmdlets, follows import requests. One JSON document a line, both ways.
#
#   standard input:   {"v":1,"id":7,"op":"run","input":{"cmdlet":"Get-Mailbox","parameters":{"Identity":"anna"}}}
#   standard output:  {"v":1,"seq":5,"kind":"done","id":7,"output":{"objects":[{"Alias":"anna"}],"warnings":[]}}
#
# Lines out: hello, begun, note, done, error, statistics (of watched requests, changes only), beat; all numbered by seq.
# Operations: module, connect, connectOnPremises, commands, run, watch, disconnect.
# No value that comes in becomes text of a script: cmdlets are called by literal names, their parameters are splatted.
#
# For Windows PowerShell 5.1 and PowerShell 7. Ends with its input, exit code 0; 3 when the language mode forbids the work. The
# automatic variable that holds piped input must not be named here: PowerShell would then read standard input itself.

# Nearly every call of .NET is refused in Constrained Language, so this answer is plain output.
if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    '{"v":1,"seq":1,"kind":"refused","reason":"constrainedLanguage"}'
    exit 3
}

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
# Modules see the global preferences alone, and what they show would be mixed with our lines.
$global:ProgressPreference = 'SilentlyContinue'
$global:VerbosePreference = 'SilentlyContinue'
$global:DebugPreference = 'SilentlyContinue'
$global:WarningPreference = 'Continue'

$invariant = [System.Globalization.CultureInfo]::InvariantCulture
[System.Threading.Thread]::CurrentThread.CurrentCulture = $invariant
# PowerShell's own messages in English, as far as they are shown at all.
[System.Threading.Thread]::CurrentThread.CurrentUICulture = [System.Globalization.CultureInfo]::GetCultureInfo('en-US')

# The console's own readers and writers follow its code page; names may hold any letter.
$utf8 = [System.Text.UTF8Encoding]::new($false)
# What a library prints past us. A process without a console has no encoding to set.
try { [System.Console]::OutputEncoding = $utf8; [System.Console]::InputEncoding = $utf8 } catch { $null = $_ }
$reader = [System.IO.StreamReader]::new([System.Console]::OpenStandardInput(), $utf8)
$writer = [System.IO.StreamWriter]::new([System.Console]::OpenStandardOutput(), $utf8)
$writer.AutoFlush = $true

# A beat comes well before the 5 seconds the app counts on.
$beatEveryMs = 3000
# The app drops lines of more than 1 MiB, and would wait for an answer that never comes.
$longestLine = 1000000
$longestText = 65536

$clock = [System.Diagnostics.Stopwatch]::StartNew()
$state = @{ seq = 0; writtenAtMs = 0; everyMs = 2000; watched = [ordered] @{}; session = $null; isSignedIn = $false; hasCompany = $false }

$cmdlets = @('New-MailboxImportRequest', 'Get-MailboxImportRequest', 'Set-MailboxImportRequest',
    'Suspend-MailboxImportRequest', 'Resume-MailboxImportRequest', 'Remove-MailboxImportRequest',
    'Get-MailboxImportRequestStatistics', 'Get-Mailbox', 'Get-MailboxStatistics')

# What may be given to a cmdlet. `limit`: a number or a word such as Unlimited. `guid`: must be there.
$parameterKinds = @{
    'New-MailboxImportRequest' = @{
        Mailbox = 'text'; Name = 'string'; BatchName = 'string'; SourceRootFolder = 'string'; TargetRootFolder = 'string'
        IncludeFolders = 'strings'; ExcludeFolders = 'strings'; ConflictResolutionOption = 'string'
        AssociatedMessagesCopyOption = 'string'; ContentCodePage = 'number'; ExcludeDumpster = 'switch'; IsArchive = 'switch'
        AcceptLargeDataLoss = 'switch'; BadItemLimit = 'limit'; LargeItemLimit = 'limit'; FilePath = 'string'
        AzureBlobStorageAccountUri = 'string'; AzureSharedAccessSignatureToken = 'string'; Suspend = 'switch'
        SuspendComment = 'string'; CompletedRequestAgeLimit = 'limit'; RequestExpiryInterval = 'limit'
        Confirm = 'switch'; WhatIf = 'switch'
    }
    'Get-MailboxImportRequest' = @{
        Identity = 'optionalGuid'; BatchName = 'string'; Name = 'string'; Status = 'string'; ResultSize = 'limit'
    }
    'Set-MailboxImportRequest' = @{
        Identity = 'guid'; AzureSharedAccessSignatureToken = 'string'; AcceptLargeDataLoss = 'switch'; BatchName = 'string'
        BadItemLimit = 'limit'; LargeItemLimit = 'limit'; CompletedRequestAgeLimit = 'limit'; RequestExpiryInterval = 'limit'
        Confirm = 'switch'; WhatIf = 'switch'
    }
    'Suspend-MailboxImportRequest' = @{ Identity = 'guid'; SuspendComment = 'string'; Confirm = 'switch'; WhatIf = 'switch' }
    'Resume-MailboxImportRequest' = @{ Identity = 'guid'; Confirm = 'switch'; WhatIf = 'switch' }
    'Remove-MailboxImportRequest' = @{ Identity = 'guid'; Force = 'switch'; Confirm = 'switch'; WhatIf = 'switch' }
    'Get-MailboxImportRequestStatistics' = @{ Identity = 'guid'; IncludeReport = 'switch'; IncludeSkippedItems = 'switch' }
    'Get-Mailbox' = @{ Identity = 'text'; Archive = 'switch' }
    'Get-MailboxStatistics' = @{ Identity = 'text'; Archive = 'switch' }
}

$requestProperties = 'Name RequestGuid Identity BatchName Status Mailbox TargetAlias FilePath RequestQueue Suspend Message' -split ' '
$mailboxProperties = ('Identity Alias DisplayName PrimarySmtpAddress UserPrincipalName RecipientTypeDetails ExchangeGuid ' +
    'ArchiveGuid ArchiveName ArchiveStatus ArchiveState AutoExpandingArchiveEnabled ProhibitSendQuota ' +
    'ProhibitSendReceiveQuota ArchiveQuota ArchiveWarningQuota UseDatabaseQuotaDefaults RetentionHoldEnabled ' +
    'LitigationHoldEnabled') -split ' '
$usageProperties = ('DisplayName MailboxGuid ItemCount TotalItemSize DeletedItemCount TotalDeletedItemSize ' +
    'AssociatedItemCount') -split ' '
$statisticsProperties = ('Name RequestGuid Identity BatchName RequestQueue TargetAlias TargetMailboxIdentity ' +
    'TargetExchangeGuid TargetIsArchive TargetRootFolder SourceRootFolder FilePath AzureBlobStorageAccountUri ContentCodePage ' +
    'IncludeFolders ExcludeFolders ConflictResolutionOption AssociatedMessagesCopyOption WorkloadType Priority Suspend ' +
    'SuspendComment Flags Direction RequestStyle Status StatusDetail SyncStage PercentComplete PositionInQueue ' +
    'MRSServerName ValidationMessage Message DataConsistencyScore EstimatedTransferSize EstimatedTransferItemCount ' +
    'BytesTransferred BytesTransferredPerMinute ItemsTransferred SyncedItemCount BadItemLimit BadItemsEncountered ' +
    'LargeItemLimit LargeItemsEncountered MissingItemsEncountered QueuedTimestamp StartTimestamp LastUpdateTimestamp ' +
    'InitialSeedingCompletedTimestamp SuspendedTimestamp FailureTimestamp CompletionTimestamp LastSuccessfulSyncTimestamp ' +
    'RequestExpiryTimestamp CompletedRequestAgeLimit OverallDuration TotalQueuedDuration TotalInProgressDuration ' +
    'TotalSuspendedDuration TotalFailedDuration TotalTransientFailureDuration TotalIdleDuration TotalStalledDueToCIDuration ' +
    'TotalStalledDueToHADuration TotalStalledDueToMailboxLockedDuration TotalStalledDueToReadThrottle ' +
    'TotalStalledDueToWriteThrottle TotalStalledDueToReadCpu TotalStalledDueToWriteCpu TotalStalledDueToReadUnknown ' +
    'TotalStalledDueToWriteUnknown FailureCode FailureType FailureSide FailureContext') -split ' '

# --- Lines out. All of it is ASCII: half of a surrogate pair cannot be written as UTF-8, and is a legal part of a name.

$escapeCharacter = [System.Text.RegularExpressions.MatchEvaluator] { param($found) '\u{0:x4}' -f [int] [char] $found.Value }

function ConvertTo-JsonString([string] $text) {
    return '"' + [regex]::Replace($text, '[^ !#-\[\]-~]', $escapeCharacter) + '"'
}

function ConvertTo-JsonText($value) {
    if ($null -eq $value) { return 'null' }
    if ($value -is [string]) { return ConvertTo-JsonString $value }
    if ($value -is [bool]) { if ($value) { return 'true' } else { return 'false' } }
    if ($value -is [System.Collections.IDictionary]) {
        $members = @(foreach ($key in $value.Keys) { (ConvertTo-JsonString $key) + ':' + (ConvertTo-JsonText $value[$key]) })
        return '{' + [string]::Join(',', [string[]] $members) + '}'
    }
    if ($value -is [System.Collections.IEnumerable]) {
        $items = @(foreach ($item in $value) { ConvertTo-JsonText $item })
        return '[' + [string]::Join(',', [string[]] $items) + ']'
    }
    # NaN and the infinities are no numbers of JSON.
    if ($value -is [double] -or $value -is [single]) {
        if ([double]::IsNaN($value) -or [double]::IsInfinity($value)) { return 'null' }
        return $value.ToString('R', $invariant)
    }
    return [System.Convert]::ToString($value, $invariant)
}

# The members as JSON, braces included; at least one.
function Send-Text([string] $kind, [string] $members) {
    $state.seq = $state.seq + 1
    $state.writtenAtMs = $clock.ElapsedMilliseconds
    # A library may have printed something without a line end; an empty line is no line to the app.
    if ($state.hasCompany) { $writer.WriteLine() }
    $writer.WriteLine('{"v":1,"seq":' + $state.seq + ',"kind":"' + $kind + '",' + $members.Substring(1))
}

function Send-Line([string] $kind, $members) { Send-Text $kind (ConvertTo-JsonText $members) }

function Send-Note([int] $id, [string] $text) {
    if ($text.Trim() -ne '') { Send-Line 'note' ([ordered] @{ id = $id; text = (Limit-Text $text 4096) }) }
}

function Limit-Text([string] $text, [int] $longest) {
    if ($text.Length -gt $longest) { return $text.Substring(0, $longest) }
    return $text
}

function ConvertTo-ErrorFacts($record) {
    $types = @()
    for ($exception = $record.Exception; $null -ne $exception; $exception = $exception.InnerException) {
        $types += $exception.GetType().FullName
    }
    return [ordered] @{
        message = (Limit-Text $record.Exception.Message 8192)
        errorId = (Limit-Text $record.FullyQualifiedErrorId 1024)
        category = [string] $record.CategoryInfo.Category
        types = $types
    }
}

# --- Values in and out.

function Stop-Request([string] $errorId, [string] $message) {
    throw [System.Management.Automation.ErrorRecord]::new([System.ArgumentException]::new($message), $errorId, 'InvalidArgument', $null)
}

# ConvertFrom-Json makes dates of texts that look like one, and question marks of halves of surrogate pairs. So it is shown every
# text with a mark in front and with its escapes escaped; both are taken off again.
function Read-Json([string] $line) {
    $plain = $line.Replace('\\', '\u005c').Replace('\"', '\u0022').Replace('\', '\\')
    return ConvertTo-Plain (ConvertFrom-Json -InputObject ([regex]::Replace($plain, '"([^"]*)"', '"~$1"')))
}

function Read-Text([string] $text) { return [regex]::Unescape($text.Substring(1)) }

function ConvertTo-Plain($value) {
    if ($value -is [string]) { return Read-Text $value }
    if ($value -is [array]) {
        $items = [object[]] @(foreach ($item in $value) { ConvertTo-Plain $item })
        return , $items
    }
    if ($value -is [System.Management.Automation.PSCustomObject]) {
        $members = @{}
        foreach ($property in $value.PSObject.Properties) { $members[(Read-Text $property.Name)] = ConvertTo-Plain $property.Value }
        return $members
    }
    return $value
}

function Test-Guid($value) {
    return $value -is [string] -and $value -match '\A[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z' -and [guid] $value -ne [guid]::Empty
}

function Test-Value([string] $kind, $value) {
    $isNumber = $value -is [int] -or $value -is [long]
    switch ($kind) {
        'string' { return $value -is [string] }
        'text' { return $value -is [string] -and $value.Trim() -ne '' }
        'strings' { return $value -is [array] -and @($value | Where-Object { $_ -isnot [string] }).Count -eq 0 }
        'switch' { return $value -is [bool] }
        'number' { return $isNumber }
        'limit' { return $isNumber -or $value -is [string] }
        default { return $false }
    }
}

# The parameters as they can be splatted. A missing or empty identity would mean every request there is.
function ConvertTo-Splat([string] $cmdlet, $parameters) {
    $kinds = $parameterKinds[$cmdlet]
    if ($parameters -isnot [hashtable]) { Stop-Request 'ParameterRefused' 'The parameters are missing.' }
    if ($kinds['Identity'] -eq 'guid' -and -not $parameters.ContainsKey('Identity')) {
        Stop-Request 'IdentityRefused' "$cmdlet needs the id of a request."
    }
    $splat = @{ ErrorAction = 'Stop' }
    if ($kinds.ContainsKey('Confirm')) { $splat['Confirm'] = $false }
    foreach ($name in $parameters.Keys) {
        $value = $parameters[$name]
        $kind = [string] $kinds[$name]
        if ($kind -like '*guid') {
            if (-not (Test-Guid $value)) { Stop-Request 'IdentityRefused' "$cmdlet needs the id of a request." }
        } elseif (-not (Test-Value $kind $value)) {
            Stop-Request 'ParameterRefused' (Limit-Text "$cmdlet does not take this parameter or value: $name" 256)
        }
        if ($kind -eq 'strings') { $splat[$name] = [string[]] $value } else { $splat[$name] = $value }
    }
    return $splat
}

function ConvertTo-Fact($value) {
    if ($null -eq $value) { return $null }
    if ($value -is [datetime] -or $value -is [System.DateTimeOffset]) { return $value.ToString('o', $invariant) }
    if ($value -is [bool]) { return [bool] $value }
    if ($value -is [string] -or $value -is [enum] -or $value -is [char]) { return Limit-Text ([string] $value) $longestText }
    if ($value -is [decimal] -or $value.PSObject.BaseObject.GetType().IsPrimitive) {
        # A session with servers of one's own gives copies: of an enum a number, which still has its text.
        if ($value.PSObject.TypeNames -contains 'Deserialized.System.Enum') { return $value.PSObject.ToString() }
        return $value.PSObject.BaseObject
    }
    if ($value -is [System.Collections.IEnumerable] -and $value -isnot [System.Collections.IDictionary]) {
        $texts = [object[]] @(foreach ($item in $value) { Limit-Text ([string] $item) $longestText })
        return , $texts
    }
    return Limit-Text ([string] $value) $longestText
}

function Select-Facts($object, [string[]] $names) {
    $facts = [ordered] @{}
    foreach ($name in $names) {
        $property = $object.PSObject.Properties[$name]
        if ($null -ne $property) { $facts[$name] = ConvertTo-Fact $property.Value }
    }
    return $facts
}

# --- The cmdlets.

# Gives what the cmdlet gives and, among it, its warnings and other records.
function Invoke-Cmdlet([string] $cmdlet, [hashtable] $splat) {
    switch -CaseSensitive ($cmdlet) {
        'New-MailboxImportRequest' { New-O365MailboxImportRequest @splat *>&1 }
        'Get-MailboxImportRequest' { Get-O365MailboxImportRequest @splat *>&1 }
        'Set-MailboxImportRequest' { Set-O365MailboxImportRequest @splat *>&1 }
        'Suspend-MailboxImportRequest' { Suspend-O365MailboxImportRequest @splat *>&1 }
        'Resume-MailboxImportRequest' { Resume-O365MailboxImportRequest @splat *>&1 }
        'Remove-MailboxImportRequest' { Remove-O365MailboxImportRequest @splat *>&1 }
        'Get-MailboxImportRequestStatistics' { Get-O365MailboxImportRequestStatistics @splat *>&1 }
        'Get-Mailbox' { Get-O365Mailbox @splat *>&1 }
        'Get-MailboxStatistics' { Get-O365MailboxStatistics @splat *>&1 }
        default { Stop-Request 'CmdletRefused' 'This cmdlet is not one of those the script runs.' }
    }
}

function Get-PropertyNames([string] $cmdlet) {
    switch ($cmdlet) {
        'Get-MailboxImportRequestStatistics' { return $statisticsProperties }
        'Get-Mailbox' { return $mailboxProperties }
        'Get-MailboxStatistics' { return $usageProperties }
        default { return $requestProperties }
    }
}

function Invoke-Run([string] $cmdlet, $parameters) {
    if ($cmdlets -cnotcontains $cmdlet) { Stop-Request 'CmdletRefused' 'This cmdlet is not one of those the script runs.' }
    $splat = ConvertTo-Splat $cmdlet $parameters
    $names = Get-PropertyNames $cmdlet
    $objects = [System.Collections.ArrayList]::new()
    $warnings = [System.Collections.ArrayList]::new()
    foreach ($result in @(Invoke-Cmdlet $cmdlet $splat)) {
        if ($result -is [System.Management.Automation.ErrorRecord]) { throw $result }
        if ($result -is [System.Management.Automation.WarningRecord]) { $null = $warnings.Add((Limit-Text $result.Message 4096)) }
        elseif ($result -isnot [System.Management.Automation.InformationalRecord] -and
            $result -isnot [System.Management.Automation.InformationRecord] -and $null -ne $result) {
            $null = $objects.Add((Select-Facts $result $names))
        }
    }
    return [ordered] @{ objects = $objects.ToArray(); warnings = $warnings.ToArray() }
}

function Get-VisibleCommands {
    $common = [System.Management.Automation.Cmdlet]::CommonParameters
    $found = @(foreach ($name in $cmdlets) {
            # -ListImported: without it every module of the PC would be searched for the ones that are not there.
            $command = Get-Command -Name ($name -replace '-', '-O365') -ListImported -ErrorAction SilentlyContinue
            if ($null -ne $command) {
                @{ name = $name; parameters = @($command.Parameters.Keys | Where-Object { -not $common.Contains($_) }) }
            }
        })
    return @{ commands = $found }
}

# --- Sign-in.

function Get-ModuleFacts {
    $installed = @(Get-Module -ListAvailable -Name ExchangeOnlineManagement | ForEach-Object { $_.Version.ToString() })
    $loaded = Get-Module -Name ExchangeOnlineManagement | ForEach-Object { $_.Version.ToString() }
    return [ordered] @{ versions = $installed; loaded = $loaded }
}

function Get-SignInParameters($signIn, $certificatePassword) {
    switch ($signIn['kind']) {
        'interactive' { if ($null -eq $signIn['account']) { return @{} } else { return @{ UserPrincipalName = $signIn['account'] } } }
        'deviceCode' { return @{ Device = $true } }
        'certificate' {
            return @{ AppId = $signIn['appId']; Organization = $signIn['organization']; CertificateThumbprint = $signIn['thumbprint'] }
        }
        'certificateFile' {
            $splat = @{ AppId = $signIn['appId']; Organization = $signIn['organization']; CertificateFilePath = $signIn['path'] }
            if ($null -ne $certificatePassword) { $splat['CertificatePassword'] = ConvertTo-Secure $certificatePassword }
            return $splat
        }
        default { Stop-Request 'ParameterRefused' 'This way to sign in is not known.' }
    }
}

function ConvertTo-Secure([string] $text) {
    $secure = [System.Security.SecureString]::new()
    foreach ($character in $text.ToCharArray()) { $secure.AppendChar($character) }
    $secure.MakeReadOnly()
    return $secure
}

function Connect-Online([int] $id, $in) {
    if ($null -eq (Get-Module -Name ExchangeOnlineManagement)) {
        $import = @{ Name = 'ExchangeOnlineManagement'; ErrorAction = 'Stop'; DisableNameChecking = $true }
        if ($null -ne $in['moduleVersion']) { $import['RequiredVersion'] = $in['moduleVersion'] }
        Import-Module @import *>&1 | ForEach-Object { Send-Note $id ([string] $_) }
    }
    Disconnect-All
    $splat = Get-SignInParameters $in['signIn'] $in['certificatePassword']
    $splat += @{ Prefix = 'O365'; CommandName = [string[]] $cmdlets; ShowBanner = $false; ErrorAction = 'Stop' }
    if ($null -ne $in['environment']) { $splat['ExchangeEnvironmentName'] = $in['environment'] }
    # Older versions of the module have neither.
    $known = (Get-Command -Name Connect-ExchangeOnline).Parameters
    if ($known.ContainsKey('SkipLoadingFormatData')) { $splat['SkipLoadingFormatData'] = $true }
    if ($in['usesBrowser'] -eq $true -and $known.ContainsKey('DisableWAM')) { $splat['DisableWAM'] = $true }
    # Piped, so that the code of a sign-in is told while it is waited for.
    Connect-ExchangeOnline @splat *>&1 | ForEach-Object { Send-Note $id ([string] $_) }
    $state.isSignedIn = $true
    $connection = @(Get-ConnectionInformation -ErrorAction Stop)[-1]
    $facts = Select-Facts $connection @('UserPrincipalName', 'Organization')
    return [ordered] @{ account = $facts['UserPrincipalName']; organization = $facts['Organization'] }
}

function Connect-OnPremises([int] $id, $in) {
    Disconnect-All
    $where = @{ ConfigurationName = 'Microsoft.Exchange'; ConnectionUri = [string] $in['connectionUri']; Authentication = 'Kerberos' }
    $state.session = New-PSSession @where -ErrorAction Stop
    $what = @{ Session = $state.session; Prefix = 'O365'; CommandName = $cmdlets; AllowClobber = $true; DisableNameChecking = $true }
    Import-PSSession @what -ErrorAction Stop *>&1 | Where-Object { $_ -is [System.Management.Automation.WarningRecord] } |
        ForEach-Object { Send-Note $id ([string] $_) }
    return @{}
}

function Disconnect-All {
    $session = $state.session
    $state.session = $null
    if ($null -ne $session) { Remove-PSSession -Session $session -ErrorAction SilentlyContinue }
    $wasSignedIn = $state.isSignedIn
    $state.isSignedIn = $false
    if (-not $wasSignedIn) { return }
    # A session the service has ended already must not stand in the way of the next.
    try { $null = Disconnect-ExchangeOnline -Confirm:$false -ErrorAction Stop *>&1 } catch { $null = $_ }
}

# --- Watched requests.

# Replaces the list. Each is told at once: a request that was watched before as it was last seen, another as soon as it was asked for.
function Set-Watched($in) {
    $ids = @($in['requestIds'])
    if (@($ids | Where-Object { -not (Test-Guid $_) }).Count -gt 0) { Stop-Request 'IdentityRefused' 'Not the id of a request.' }
    $before = $state.watched
    $state.watched = [ordered] @{}
    $state.everyMs = [Math]::Max(100, [int] $in['everyMs'])
    foreach ($id in $ids) {
        if ($before.Contains($id)) { $state.watched[$id] = $before[$id] } else { $state.watched[$id] = @{ dueAtMs = 0; essence = $null; last = $null } }
    }
}

function Send-LastReadings {
    foreach ($entry in $state.watched.Values) { if ($null -ne $entry.last) { Send-Text 'statistics' $entry.last } }
}

function Get-NextWatched {
    $next = $null
    foreach ($id in $state.watched.Keys) {
        if ($null -eq $next -or $state.watched[$id].dueAtMs -lt $state.watched[$next].dueAtMs) { $next = $id }
    }
    return $next
}

function Send-Reading([string] $requestId) {
    $entry = $state.watched[$requestId]
    $reading = [ordered] @{ requestId = $requestId; statistics = $null; error = $null }
    # A service under load may keep a cmdlet waiting for minutes.
    Send-Line 'beat' @{ isPolling = $true }
    try {
        $found = @((Invoke-Run 'Get-MailboxImportRequestStatistics' @{ Identity = $requestId })['objects'])
        if ($found.Count -eq 0) { Stop-Request 'StatisticsMissing' 'There are no statistics of this request.' }
        $reading['statistics'] = $found[0]
    } catch { $reading['error'] = ConvertTo-ErrorFacts $_ }
    $text = ConvertTo-JsonText $reading
    if ($text.Length -gt $longestLine) {
        $reading['statistics'] = $null
        try { Stop-Request 'AnswerTooLong' 'The answer is too long for one line.' } catch { $reading['error'] = ConvertTo-ErrorFacts $_ }
        $text = ConvertTo-JsonText $reading
    }
    $entry.dueAtMs = $clock.ElapsedMilliseconds + $state.everyMs
    # The id of an error names the call and its time, so that each is another.
    $essence = $text
    if ($null -ne $reading['error']) { $essence = $reading['error']['category'] + $reading['error']['message'] }
    if ($essence -cne $entry.essence) {
        $entry.essence = $essence
        $entry.last = $text
        Send-Text 'statistics' $text
    }
}

# --- Requests of the app.

function Invoke-Operation([int] $id, [string] $operation, $in) {
    if ($operation -clike 'connect*') { $state.hasCompany = $true }
    switch -CaseSensitive ($operation) {
        'module' { return Get-ModuleFacts }
        'connect' { return Connect-Online $id $in }
        'connectOnPremises' { return Connect-OnPremises $id $in }
        'commands' { return Get-VisibleCommands }
        'run' { return Invoke-Run ([string] $in['cmdlet']) $in['parameters'] }
        'watch' { Set-Watched $in; return @{} }
        'disconnect' { Disconnect-All; return @{} }
        default { Stop-Request 'OperationRefused' 'This operation is not known.' }
    }
}

function Invoke-Request([string] $line) {
    $id = 0
    try {
        $request = Read-Json $line
        if ($request -isnot [hashtable] -or $request['v'] -ne 1 -or $request['input'] -isnot [hashtable]) {
            Stop-Request 'RequestRefused' 'The line is not a request.'
        }
        $id = [int] $request['id']
        Send-Line 'begun' @{ id = $id }
        $output = ConvertTo-JsonText (Invoke-Operation $id ([string] $request['op']) $request['input'])
        if ($output.Length -gt $longestLine) { Stop-Request 'AnswerTooLong' 'The answer is too long for one line.' }
        Send-Text 'done' ('{"id":' + $id + ',"output":' + $output + '}')
        if ($request['op'] -ceq 'watch') { Send-LastReadings }
    } catch { Send-Line 'error' ([ordered] @{ id = $id; error = (ConvertTo-ErrorFacts $_) }) }
}

function Get-WaitMs($next) {
    $untilMs = $state.writtenAtMs + $beatEveryMs
    if ($null -ne $next) { $untilMs = [Math]::Min($untilMs, $state.watched[$next].dueAtMs) }
    return [int] [Math]::Max(0, $untilMs - $clock.ElapsedMilliseconds)
}

Send-Line 'hello' ([ordered] @{
        edition = $PSVersionTable.PSEdition; version = $PSVersionTable.PSVersion.ToString(); is64Bit = [System.Environment]::Is64BitProcess
    })
$pending = $reader.ReadLineAsync()
while ($true) {
    $next = Get-NextWatched
    if ($pending.Wait((Get-WaitMs $next))) {
        if ($null -eq $pending.Result) { exit 0 }
        Invoke-Request $pending.Result
        $pending = $reader.ReadLineAsync()
        $next = Get-NextWatched
    }
    if ($null -ne $next -and $state.watched[$next].dueAtMs -le $clock.ElapsedMilliseconds) { Send-Reading $next }
    if ($clock.ElapsedMilliseconds - $state.writtenAtMs -ge $beatEveryMs) { Send-Line 'beat' @{ isPolling = $false } }
}
