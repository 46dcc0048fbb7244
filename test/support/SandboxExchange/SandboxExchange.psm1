# Exchange's import cmdlets with their real names, parameters and texts of errors, on top of the embedded tenant.
#
# All state is in $HOME/.pst-ferry-exchange and read anew at each call:
#   tenant.json    { endpoint, token } of the embedded tenant. Without it requests are made up and progress by themselves.
#   scenario.json  what shall be different, all of it optional; the keys are described in ../exchange/scenario.ts
#   calls.jsonl    written: { cmdlet, parameters } of each call, the names of the parameters alone
#   orders.jsonl   written: what the tenant does not keep of a request
#   synthetic.jsonl  written: requests that were made up, and what was done to them
#
# Texts as seen: github.com/timmcmic/DLConversionV2/issues/129 (errors over REST, object not found), a tenant's statistics as quoted
# in public listings (sizes, spans).

. (Join-Path $PSScriptRoot 'state.ps1')
. (Join-Path $PSScriptRoot 'requests.ps1')

$dataCenter = 'DB6PR06A001DC06.EURPR06A001.prod.outlook.com'

# Over REST every error is a plain exception; the service's own type stands in front of the text.
function Stop-Cmdlet([string] $type, [string] $text) {
    $id = '[Server=AM6PR06MB5795,RequestId=' + [guid]::NewGuid() + ',TimeStamp=' + [datetime]::UtcNow.ToString('R') + '],Write-ErrorMessage'
    $exception = [System.Exception]::new('|' + $type + '|' + $text)
    throw [System.Management.Automation.ErrorRecord]::new($exception, $id, 'NotSpecified', $null)
}

function Stop-NotFound([string] $identity) {
    Stop-Cmdlet 'Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException' `
        "The operation couldn't be performed because object '$identity' couldn't be found on '$dataCenter'."
}

function Stop-RequestNotFound([string] $identity) {
    Stop-Cmdlet 'Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException' `
        "The request '$identity' couldn't be found on '$dataCenter'."
}

# What the tenant refused, in Exchange's words.
function Stop-Refused($answer, [string] $identity) {
    switch ($answer.code) {
        'importMailboxMissing' { Stop-NotFound $identity }
        'importRemoved' { Stop-RequestNotFound $identity }
        'importForbidden' { Stop-Cmdlet 'Microsoft.Exchange.MailboxReplicationService.RemotePermanentException' 'The remote server returned an error: (403) Forbidden.' }
        'importBlobMissing' { Stop-Cmdlet 'Microsoft.Exchange.MailboxReplicationService.RemotePermanentException' 'The remote server returned an error: (404) Not Found.' }
        'importArchiveMissing' { Stop-Cmdlet 'Microsoft.Exchange.Management.RecipientTasks.MailboxArchiveNotEnabledException' "The user '$identity' doesn't have an archive mailbox." }
        default { Stop-Cmdlet 'Microsoft.Exchange.Management.Tasks.InvalidRequestException' "The request was refused: $($answer.code)." }
    }
}

# Begins every cmdlet: records it, waits, refuses, or answers with its parameters. Gives the scenario.
function Start-Call([string] $cmdlet, $bound) {
    $scenario = Get-SandboxScenario $cmdlet
    Add-SandboxCall $cmdlet $bound
    if ($scenario['delayMs'] -gt 0) { Start-Sleep -Milliseconds $scenario['delayMs'] }
    if ($scenario['crash'] -eq 'before') { Stop-Process-Now }
    $planned = $scenario['error']
    if ($null -ne $planned) {
        $exception = [System.Exception]::new($planned['message'])
        throw [System.Management.Automation.ErrorRecord]::new($exception, [string] $planned['errorId'], 'NotSpecified', $null)
    }
    return $scenario
}

# As a crash would: nothing is cleaned up, no answer is sent.
function Stop-Process-Now { [System.Diagnostics.Process]::GetCurrentProcess().Kill() }

function Write-Echo($bound) {
    $values = [ordered] @{}
    foreach ($name in $bound.Keys) {
        $value = $bound[$name]
        if ($value -is [switch]) { $value = [bool] $value }
        if ($value -is [uri]) { $value = $value.OriginalString }
        $values[$name] = $value
    }
    [pscustomobject] @{ Message = (ConvertTo-Json -InputObject $values -Compress -Depth 4); DisplayName = (ConvertTo-Json -InputObject $values -Compress -Depth 4) }
}

# Parameters that only one kind of server has: those of the cloud, or those of servers on-premises.
function New-EditionParameters([hashtable] $online, [hashtable] $onPremises) {
    $scenario = Get-SandboxScenario '*'
    $dictionary = [System.Management.Automation.RuntimeDefinedParameterDictionary]::new()
    $wanted = $online
    if ($scenario['refuseAzure']) { $wanted = @{} }
    if ($scenario['onPremises']) { $wanted = $onPremises }
    foreach ($name in $wanted.Keys) {
        $attributes = [System.Collections.ObjectModel.Collection[System.Attribute]]::new()
        $attributes.Add([System.Management.Automation.ParameterAttribute]::new())
        $dictionary.Add($name, [System.Management.Automation.RuntimeDefinedParameter]::new($name, $wanted[$name], $attributes))
    }
    return $dictionary
}

function New-MailboxImportRequest {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline)] [string] $Mailbox,
        [switch] $AcceptLargeDataLoss,
        [ValidateSet('DoNotCopy', 'MapByMessageClass', 'Copy')] [string] $AssociatedMessagesCopyOption,
        [string] $BatchName,
        [string] $CompletedRequestAgeLimit,
        [ValidateSet('KeepAll', 'KeepLatestItem', 'KeepSourceItem', 'ForceCopy', 'KeepTargetItem', 'UpdateFromSource')] [string] $ConflictResolutionOption,
        [int] $ContentCodePage,
        [switch] $ExcludeDumpster,
        [AllowEmptyCollection()] [string[]] $ExcludeFolders,
        [AllowEmptyCollection()] [string[]] $IncludeFolders,
        [switch] $IsArchive,
        [string] $Name,
        [string] $RequestExpiryInterval,
        [string[]] $SkipMerging,
        [string] $SourceRootFolder,
        [switch] $Suspend,
        [string] $SuspendComment,
        [string] $TargetRootFolder
    )
    dynamicparam {
        New-EditionParameters @{
            AzureBlobStorageAccountUri = [uri]; AzureSharedAccessSignatureToken = [string]; AzureStatusPublishEndpointInfo = [string]
        } @{ FilePath = [string]; BadItemLimit = [string]; LargeItemLimit = [string]; Priority = [string] }
    }
    process {
        $scenario = Start-Call 'New-MailboxImportRequest' $PSBoundParameters
        if ($scenario['echo']) { return Write-Echo $PSBoundParameters }
        if ($scenario['onPremises']) {
            if (-not $PSBoundParameters.ContainsKey('FilePath')) { Stop-Cmdlet 'System.ArgumentException' 'The parameter FilePath is required.' }
        } elseif (-not $PSBoundParameters.ContainsKey('AzureBlobStorageAccountUri')) {
            Stop-Cmdlet 'System.ArgumentException' 'The parameter AzureBlobStorageAccountUri is required.'
        }
        $found = Get-SandboxMailbox $Mailbox
        if ($found.code) { Stop-Refused $found $Mailbox }
        if ($IsArchive -and -not $found.hasArchive) { Stop-Refused ([pscustomobject] @{ code = 'importArchiveMissing' }) $Mailbox }
        if (-not $PSCmdlet.ShouldProcess("$Mailbox")) { return }
        $requestName = $Name
        if ($requestName -eq '') { $requestName = Get-FreeName $found.address }
        if (@(Get-AllRequests | Where-Object { $_.name -eq $requestName -and $_.mailbox -eq $found.address }).Count -gt 0) {
            Stop-Cmdlet 'Microsoft.Exchange.Configuration.Tasks.ManagementObjectAlreadyExistsException' `
                "The name must be unique per mailbox. There's already a request named '$requestName' for mailbox '$($found.alias)'."
        }
        $order = @{ requestName = $requestName; mailbox = $found.address; batchName = $BatchName; suspendComment = $SuspendComment }
        $answer = New-SandboxRequest $order $PSBoundParameters
        if ($answer.code) { Stop-Refused $answer $Mailbox }
        if ($Suspend) { $null = Invoke-RequestAction $answer.requestId 'suspend' }
        if ($scenario['crash'] -eq 'after') { Stop-Process-Now }
        foreach ($text in @($scenario['warnings'])) { if ($text) { Write-Warning $text } }
        Get-AllRequests | Where-Object { $_.requestId -eq $answer.requestId } | ForEach-Object { ConvertTo-RequestObject $_ }
    }
}

function Get-MailboxImportRequest {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0, ValueFromPipeline)] [AllowNull()] [AllowEmptyString()] [string] $Identity,
        [string] $BatchName, [string] $Name, [string] $Status, [string] $Mailbox, [switch] $Suspend,
        [string] $ResultSize = '1000'
    )
    process {
        $scenario = Start-Call 'Get-MailboxImportRequest' $PSBoundParameters
        if ($scenario['echo']) { return Write-Echo $PSBoundParameters }
        $all = @(Get-AllRequests)
        # As the real one: nothing, or nothing that is known, is everything.
        $mine = @($all | Where-Object { $Identity -ne '' -and (Test-Identity $_ $Identity) })
        if ($mine.Count -gt 0) { $all = $mine }
        if ($BatchName -ne '') { $all = @($all | Where-Object { $_.batchName -eq $BatchName }) }
        if ($Name -ne '') { $all = @($all | Where-Object { $_.name -eq $Name }) }
        if ($Status -ne '') { $all = @($all | Where-Object { (Get-ForcedValue $_ 'Status') -eq $Status }) }
        $limit = $all.Count
        if ($ResultSize -ne 'Unlimited') { $limit = [Math]::Min($limit, [int] $ResultSize) }
        for ($index = 0; $index -lt $limit; $index++) { ConvertTo-RequestObject $all[$index] }
    }
}

function Get-MailboxImportRequestStatistics {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline)] [string] $Identity,
        [string] $DiagnosticInfo, [switch] $IncludeReport, [switch] $IncludeSkippedItems, [switch] $ReportOnly
    )
    process {
        $scenario = Start-Call 'Get-MailboxImportRequestStatistics' $PSBoundParameters
        if ($scenario['echo']) { return Write-Echo $PSBoundParameters }
        $request = Find-Request $Identity
        if ($null -eq $request) { Stop-RequestNotFound $Identity }
        ConvertTo-StatisticsObject $request
    }
}

function Set-MailboxImportRequest {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline)] [string] $Identity,
        [switch] $AcceptLargeDataLoss, [string] $BatchName, [string] $CompletedRequestAgeLimit, [string] $RequestExpiryInterval,
        [string[]] $SkipMerging, [switch] $SkipInitialConnectionValidation, [datetime] $SkippedItemApprovalTime
    )
    dynamicparam {
        New-EditionParameters @{ AzureSharedAccessSignatureToken = [string] } @{ BadItemLimit = [string]; LargeItemLimit = [string]; Priority = [string] }
    }
    process {
        $scenario = Start-Call 'Set-MailboxImportRequest' $PSBoundParameters
        if ($scenario['echo']) { return Write-Echo $PSBoundParameters }
        $request = Find-Request $Identity
        if ($null -eq $request) { Stop-RequestNotFound $Identity }
        if (-not $PSCmdlet.ShouldProcess($Identity)) { return }
        if ($BatchName -ne '') { Add-Order @{ requestName = $request.name; mailbox = $request.mailbox; batchName = $BatchName } }
        if ($PSBoundParameters.ContainsKey('AzureSharedAccessSignatureToken')) {
            $answer = Invoke-RequestAction $request.requestId 'source' @{ sasToken = $PSBoundParameters['AzureSharedAccessSignatureToken'] }
            if ($answer.code) { Stop-Refused $answer $Identity }
        }
    }
}

# The three that take an identity and do one thing.
function Invoke-Act([string] $cmdlet, [string] $identity, $bound, $caller) {
    $scenario = Start-Call $cmdlet $bound
    if ($scenario['echo']) { return Write-Echo $bound }
    $request = Find-Request $identity
    if ($null -eq $request) { Stop-RequestNotFound $identity }
    if (-not $caller.ShouldProcess($identity)) { return }
    $action = $cmdlet.Split('-')[0].ToLowerInvariant()
    if ($action -eq 'suspend' -and ([string] $request.status) -match '^(Completed|Failed)') {
        Stop-Cmdlet 'Microsoft.Exchange.Configuration.Tasks.ManagementTaskException' "The request '$identity' can't be suspended because it has ended."
    }
    $answer = Invoke-RequestAction $request.requestId $action
    if ($scenario['crash'] -eq 'after') { Stop-Process-Now }
    if ($answer.code) { Stop-Refused $answer $identity }
}

function Suspend-MailboxImportRequest {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory, Position = 0, ValueFromPipeline)] [string] $Identity, [string] $SuspendComment)
    process { Invoke-Act 'Suspend-MailboxImportRequest' $Identity $PSBoundParameters $PSCmdlet }
}

function Resume-MailboxImportRequest {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory, Position = 0, ValueFromPipeline)] [string] $Identity)
    process { Invoke-Act 'Resume-MailboxImportRequest' $Identity $PSBoundParameters $PSCmdlet }
}

function Remove-MailboxImportRequest {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    param([Parameter(Mandatory, Position = 0, ValueFromPipeline)] [string] $Identity, [switch] $Force)
    process { Invoke-Act 'Remove-MailboxImportRequest' $Identity $PSBoundParameters $PSCmdlet }
}

function Get-Mailbox {
    [CmdletBinding()]
    param([Parameter(Position = 0, ValueFromPipeline)] [string] $Identity, [switch] $Archive, [string] $ResultSize)
    process {
        $scenario = Start-Call 'Get-Mailbox' $PSBoundParameters
        if ($scenario['prints']) { [System.Console]::Write($scenario['prints']) }
        if ($scenario['echo']) { return Write-Echo $PSBoundParameters }
        $found = Get-SandboxMailbox $Identity
        if ($found.code -or ($Archive -and -not $found.hasArchive)) { Stop-NotFound $Identity }
        ConvertTo-MailboxObject $found
    }
}

function Get-MailboxStatistics {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0, ValueFromPipeline)] [string] $Identity, [switch] $Archive)
    process {
        $scenario = Start-Call 'Get-MailboxStatistics' $PSBoundParameters
        if ($scenario['echo']) { return Write-Echo $PSBoundParameters }
        $found = Get-SandboxMailbox $Identity
        if ($found.code -or ($Archive -and -not $found.hasArchive)) { Stop-NotFound $Identity }
        $used = $found.usedBytes
        if ($Archive) { $used = 0 }
        [pscustomobject] @{
            DisplayName = $found.alias; MailboxGuid = $found.exchangeGuid; ItemCount = 0; DeletedItemCount = 0
            TotalItemSize = (Format-Size $used); TotalDeletedItemSize = (Format-Size 0)
        }
    }
}
